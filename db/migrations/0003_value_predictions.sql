CREATE TABLE "customer_predictions" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"as_of" date NOT NULL,
	"model" text NOT NULL,
	"horizon_weeks" integer NOT NULL,
	"p_alive" double precision,
	"expected_transactions" double precision,
	"expected_value" bigint NOT NULL,
	"clv" bigint NOT NULL,
	CONSTRAINT "customer_predictions_organisation_id_customer_id_pk" PRIMARY KEY("organisation_id","customer_id")
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "margin" double precision DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "discount_rate" double precision DEFAULT 0.1 NOT NULL;--> statement-breakpoint
CREATE INDEX "customer_predictions_clv" ON "customer_predictions" USING btree ("organisation_id","clv");