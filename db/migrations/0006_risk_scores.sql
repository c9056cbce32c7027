CREATE TABLE "risk_days" (
	"organisation_id" uuid NOT NULL,
	"day" date NOT NULL,
	"saw" text NOT NULL,
	"computed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "risk_days_organisation_id_day_pk" PRIMARY KEY("organisation_id","day")
);
--> statement-breakpoint
CREATE TABLE "risk_scores" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"day" date NOT NULL,
	"score" integer NOT NULL,
	"reasons" jsonb NOT NULL,
	"value" bigint NOT NULL,
	"frozen" boolean DEFAULT false NOT NULL,
	CONSTRAINT "risk_scores_organisation_id_customer_id_day_pk" PRIMARY KEY("organisation_id","customer_id","day")
);
--> statement-breakpoint
CREATE INDEX "risk_scores_day" ON "risk_scores" USING btree ("organisation_id","day","score");--> statement-breakpoint
CREATE INDEX "risk_scores_frozen" ON "risk_scores" USING btree ("organisation_id","day") WHERE frozen;