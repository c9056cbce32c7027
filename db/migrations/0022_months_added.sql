CREATE TABLE "rollup_customer_month_added" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"month" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"interactions" bigint DEFAULT 0 NOT NULL,
	"contacts" bigint DEFAULT 0 NOT NULL,
	"lookups" bigint DEFAULT 0 NOT NULL,
	"messages" bigint DEFAULT 0 NOT NULL,
	"cost" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "rollup_customer_month_added_customer" ON "rollup_customer_month_added" USING btree ("organisation_id","customer_id");