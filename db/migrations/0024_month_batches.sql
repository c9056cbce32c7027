CREATE TABLE "rollup_customer_month_batches" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"cells" integer NOT NULL,
	"customer_ids" uuid[] NOT NULL,
	"months" date[] NOT NULL,
	"channel_ids" uuid[] NOT NULL,
	"interactions" bigint[],
	"contacts" bigint[],
	"lookups" bigint[],
	"messages" bigint[],
	"cost" bigint[],
	CONSTRAINT "rollup_customer_month_batches_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
