CREATE TABLE "assumptions" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"claim" text,
	"statement" text NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"owner_label" text DEFAULT '' NOT NULL,
	"review_on" date,
	"state" text DEFAULT 'unchecked' NOT NULL,
	"evidence" text DEFAULT '' NOT NULL,
	"check" jsonb,
	"claimed_low" double precision,
	"claimed_high" double precision,
	"plan_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_by" text NOT NULL,
	CONSTRAINT "assumptions_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "assumptions_state" CHECK ("assumptions"."state" in ('unchecked', 'holds', 'does_not_hold', 'cant_tell'))
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"text" text NOT NULL,
	"mentions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "comments_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "comments_subject_kind" CHECK ("comments"."subject" in ('plan', 'action', 'opportunity', 'assumption', 'report'))
);
--> statement-breakpoint
CREATE TABLE "opportunities" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"why" text DEFAULT '' NOT NULL,
	"source" text NOT NULL,
	"subject" text,
	"evidence" jsonb,
	"inputs" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"customers" integer NOT NULL,
	"us" integer NOT NULL,
	"effort" integer NOT NULL,
	"overrides" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"links" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"wanted_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "opportunities_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "opportunities_source" CHECK ("opportunities"."source" in ('record', 'person', 'journey', 'workshop')),
	CONSTRAINT "opportunities_state" CHECK ("opportunities"."state" in ('open', 'planned', 'dismissed'))
);
--> statement-breakpoint
CREATE TABLE "plan_actions" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"title" text NOT NULL,
	"owner_id" text,
	"owner_label" text DEFAULT '' NOT NULL,
	"due_on" date,
	"status" text DEFAULT 'on_track' NOT NULL,
	"remark" text DEFAULT '' NOT NULL,
	"cost_planned" bigint,
	"cost_spent" bigint,
	"return_formula" text DEFAULT '' NOT NULL,
	"return_low" bigint,
	"return_high" bigint,
	"depends_on" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position" integer NOT NULL,
	"done_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_actions_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "plan_actions_status" CHECK ("plan_actions"."status" in ('on_track', 'behind', 'stuck', 'done'))
);
--> statement-breakpoint
CREATE TABLE "plan_baselines" (
	"organisation_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"side" text NOT NULL,
	"period" date NOT NULL,
	"value" double precision NOT NULL,
	"numerator" double precision,
	"denominator" double precision,
	"row" jsonb NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_baselines_organisation_id_plan_id_side_period_pk" PRIMARY KEY("organisation_id","plan_id","side","period")
);
--> statement-breakpoint
CREATE TABLE "plan_decisions" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"meeting_id" uuid NOT NULL,
	"plan_id" uuid,
	"text" text NOT NULL,
	"done" boolean,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "plan_decisions_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_meetings" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	"started_by" text NOT NULL,
	"closed_at" timestamp with time zone,
	"minutes" text DEFAULT '' NOT NULL,
	CONSTRAINT "plan_meetings_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_share_hashes" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"of_organisation" uuid NOT NULL,
	"share_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_shares" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "plan_shares_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"owner_id" text NOT NULL,
	"owner_label" text NOT NULL,
	"opportunity_id" uuid,
	"design" text DEFAULT 'before_after' NOT NULL,
	"measure" jsonb,
	"comparison" jsonb,
	"comparison_label" text DEFAULT '' NOT NULL,
	"better" text DEFAULT 'higher' NOT NULL,
	"interval" text DEFAULT 'month' NOT NULL,
	"smallest" double precision,
	"picked_from" date,
	"picked_to" date,
	"baseline_from" date,
	"baseline_to" date,
	"start_on" date,
	"review_on" date,
	"started_at" timestamp with time zone,
	"detectable" double precision,
	"verdict" text,
	"result" jsonb,
	"reviewed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plans_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "plans_status" CHECK ("plans"."status" in ('draft', 'running', 'reviewed', 'stopped')),
	CONSTRAINT "plans_design" CHECK ("plans"."design" in ('before_after', 'comparison', 'randomised')),
	CONSTRAINT "plans_interval" CHECK ("plans"."interval" in ('week', 'month')),
	CONSTRAINT "plans_verdict" CHECK ("plans"."verdict" in ('moved', 'no_change', 'cant_tell'))
);
--> statement-breakpoint
CREATE TABLE "workshop_notes" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"kind" text DEFAULT 'note' NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"action_id" uuid,
	CONSTRAINT "workshop_notes_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "workshop_notes_kind" CHECK ("workshop_notes"."kind" in ('note', 'pain_point', 'action'))
);
--> statement-breakpoint
ALTER TABLE "assumptions" ADD CONSTRAINT "assumptions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_actions" ADD CONSTRAINT "plan_actions_plan_fk" FOREIGN KEY ("organisation_id","plan_id") REFERENCES "public"."plans"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_baselines" ADD CONSTRAINT "plan_baselines_plan" FOREIGN KEY ("organisation_id","plan_id") REFERENCES "public"."plans"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_decisions" ADD CONSTRAINT "plan_decisions_meeting_fk" FOREIGN KEY ("organisation_id","meeting_id") REFERENCES "public"."plan_meetings"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_meetings" ADD CONSTRAINT "plan_meetings_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_share_hashes" ADD CONSTRAINT "plan_share_hashes_of_organisation_organisations_id_fk" FOREIGN KEY ("of_organisation") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_shares" ADD CONSTRAINT "plan_shares_plan_fk" FOREIGN KEY ("organisation_id","plan_id") REFERENCES "public"."plans"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workshop_notes" ADD CONSTRAINT "workshop_notes_plan_fk" FOREIGN KEY ("organisation_id","plan_id") REFERENCES "public"."plans"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assumptions_claim" ON "assumptions" USING btree ("organisation_id","claim");--> statement-breakpoint
CREATE INDEX "comments_subject" ON "comments" USING btree ("organisation_id","subject","subject_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "opportunities_subject" ON "opportunities" USING btree ("organisation_id","subject");--> statement-breakpoint
CREATE INDEX "plan_actions_plan" ON "plan_actions" USING btree ("organisation_id","plan_id","position");--> statement-breakpoint
CREATE INDEX "plan_decisions_meeting" ON "plan_decisions" USING btree ("organisation_id","meeting_id");--> statement-breakpoint
CREATE INDEX "plan_meetings_held" ON "plan_meetings" USING btree ("organisation_id","held_at");--> statement-breakpoint
CREATE INDEX "plan_shares_plan" ON "plan_shares" USING btree ("organisation_id","plan_id");--> statement-breakpoint
CREATE INDEX "workshop_notes_plan" ON "workshop_notes" USING btree ("organisation_id","plan_id","created_at");