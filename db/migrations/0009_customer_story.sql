CREATE TABLE "customer_notes" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"attribute" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "customer_notes_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "merges" (
	"organisation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"from_customer_id" uuid NOT NULL,
	"into_customer_id" uuid NOT NULL,
	"profiles" jsonb NOT NULL,
	"kept" jsonb NOT NULL,
	"merged_at" timestamp with time zone NOT NULL,
	"merged_by" text NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" text,
	CONSTRAINT "merges_organisation_id_number_pk" PRIMARY KEY("organisation_id","number")
);
--> statement-breakpoint
CREATE TABLE "told_apart" (
	"organisation_id" uuid NOT NULL,
	"a" uuid NOT NULL,
	"b" uuid NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"said_by" text NOT NULL,
	CONSTRAINT "told_apart_organisation_id_a_b_pk" PRIMARY KEY("organisation_id","a","b")
);
--> statement-breakpoint
CREATE TABLE "note_templates" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "note_templates_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "recovery_acts" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"role" text NOT NULL,
	"what" text NOT NULL,
	"goodwill" bigint NOT NULL,
	CONSTRAINT "recovery_acts_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id"),
	CONSTRAINT "recovery_acts_role" CHECK ("recovery_acts"."role" in ('viewer', 'editor', 'admin', 'owner'))
);
--> statement-breakpoint
CREATE TABLE "recovery_budgets" (
	"organisation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"period" text NOT NULL,
	"amount" bigint NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"set_by" text NOT NULL,
	CONSTRAINT "recovery_budgets_organisation_id_role_period_pk" PRIMARY KEY("organisation_id","role","period"),
	CONSTRAINT "recovery_budgets_role" CHECK ("recovery_budgets"."role" in ('viewer', 'editor', 'admin', 'owner')),
	CONSTRAINT "recovery_budgets_period" CHECK ("recovery_budgets"."period" in ('day', 'week', 'month'))
);
--> statement-breakpoint
CREATE TABLE "recovery_cases" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"unhappy_at" timestamp with time zone NOT NULL,
	"because" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	"taken_by" text NOT NULL,
	"taken_by_label" text NOT NULL,
	"outcome" text,
	"outcome_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "recovery_cases_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id"),
	CONSTRAINT "recovery_cases_outcome" CHECK ("recovery_cases"."outcome" in ('put_right', 'not_put_right', 'no_answer'))
);
--> statement-breakpoint
CREATE INDEX "merges_into" ON "merges" USING btree ("organisation_id","into_customer_id");--> statement-breakpoint
CREATE INDEX "recovery_acts_at" ON "recovery_acts" USING btree ("organisation_id","at");--> statement-breakpoint
CREATE INDEX "recovery_cases_taken" ON "recovery_cases" USING btree ("organisation_id","taken_at");--> statement-breakpoint
CREATE INDEX "customers_email_key" ON "customers" USING btree ("organisation_id",lower(btrim(email))) WHERE email is not null;--> statement-breakpoint
CREATE INDEX "customers_name_key" ON "customers" USING btree ("organisation_id",lower(btrim(regexp_replace(name, '[[:space:][:punct:]]+', ' ', 'g')))) WHERE name is not null;--> statement-breakpoint
CREATE INDEX "interactions_newest" ON "interactions" USING btree ("organisation_id","profile_id","occurred_at");--> statement-breakpoint
CREATE INDEX "transactions_newest" ON "transactions" USING btree ("organisation_id","profile_id","occurred_at");