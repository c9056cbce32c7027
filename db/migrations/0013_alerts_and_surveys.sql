CREATE TABLE "alert_events" (
	"organisation_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_events_organisation_id_rule_id_subject_pk" PRIMARY KEY("organisation_id","rule_id","subject")
);
--> statement-breakpoint
CREATE TABLE "alert_firings" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"fired_at" timestamp with time zone NOT NULL,
	"observed" double precision NOT NULL,
	"threshold" double precision,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"link" text DEFAULT '' NOT NULL,
	"told" jsonb NOT NULL,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "alert_firings_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "alert_rules" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"condition" jsonb NOT NULL,
	"people" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"webhooks" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"takeover" boolean DEFAULT false NOT NULL,
	"every_minutes" integer DEFAULT 15 NOT NULL,
	"quiet_hours" integer,
	"enabled" boolean DEFAULT true NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"remark" text DEFAULT '' NOT NULL,
	"observed" double precision,
	"checked_at" timestamp with time zone,
	"fired_at" timestamp with time zone,
	"since" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alert_rules_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "alert_rules_state" CHECK ("alert_rules"."state" in ('waiting', 'clear', 'firing', 'unknown', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "promise_reminders" (
	"organisation_id" uuid NOT NULL,
	"promise_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promise_reminders_organisation_id_promise_id_kind_due_at_pk" PRIMARY KEY("organisation_id","promise_id","kind","due_at")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"log" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "webhook_deliveries_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "webhook_deliveries_state" CHECK ("webhook_deliveries"."state" in ('waiting', 'sending', 'delivered', 'failed', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "hosted_surveys" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"survey" text NOT NULL,
	"touchpoint" text,
	"texts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"valid_days" integer DEFAULT 30 NOT NULL,
	"closed_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hosted_surveys_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "hosted_surveys_survey" CHECK ("hosted_surveys"."survey" in ('nps', 'csat', 'ces', 'perceived_value'))
);
--> statement-breakpoint
CREATE TABLE "survey_claims" (
	"organisation_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"claimed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "survey_claims_organisation_id_link_id_pk" PRIMARY KEY("organisation_id","link_id")
);
--> statement-breakpoint
ALTER TABLE "alert_events" ADD CONSTRAINT "alert_events_rule" FOREIGN KEY ("organisation_id","rule_id") REFERENCES "public"."alert_rules"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_firings" ADD CONSTRAINT "alert_firings_rule_fk" FOREIGN KEY ("organisation_id","rule_id") REFERENCES "public"."alert_rules"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook" FOREIGN KEY ("organisation_id","webhook_id") REFERENCES "public"."webhooks"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hosted_surveys" ADD CONSTRAINT "hosted_surveys_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_firings_rule" ON "alert_firings" USING btree ("organisation_id","rule_id","fired_at");--> statement-breakpoint
CREATE INDEX "alert_firings_at" ON "alert_firings" USING btree ("organisation_id","fired_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("organisation_id","state","due_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_log" ON "webhook_deliveries" USING btree ("organisation_id","webhook_id","created_at");--> statement-breakpoint
CREATE INDEX "responses_comments" ON "responses" USING btree ("organisation_id","occurred_at") WHERE comment is not null;