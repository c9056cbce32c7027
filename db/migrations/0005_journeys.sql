CREATE TABLE "channel_rules" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"segmentation_id" uuid,
	"segment_id" uuid,
	"required" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"forbidden" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_rules_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "journey_cells" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"lane_id" text NOT NULL,
	"step_id" text NOT NULL,
	"text" text NOT NULL,
	"evidence" text,
	"as_is" smallint,
	"to_be" smallint,
	CONSTRAINT "journey_cells_organisation_id_journey_id_lane_id_step_id_pk" PRIMARY KEY("organisation_id","journey_id","lane_id","step_id"),
	CONSTRAINT "journey_cells_evidence" CHECK ("journey_cells"."evidence" in ('assumed', 'reported', 'observed'))
);
--> statement-breakpoint
CREATE TABLE "journey_comments" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"lane_id" text DEFAULT '' NOT NULL,
	"step_id" text DEFAULT '' NOT NULL,
	"text" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "journey_comments_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id")
);
--> statement-breakpoint
CREATE TABLE "journey_lanes" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "journey_lanes_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id")
);
--> statement-breakpoint
CREATE TABLE "journey_phases" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"when" text NOT NULL,
	CONSTRAINT "journey_phases_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id"),
	CONSTRAINT "journey_phases_when" CHECK ("journey_phases"."when" in ('before', 'during', 'after'))
);
--> statement-breakpoint
CREATE TABLE "journey_presence" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"actor_label" text NOT NULL,
	"cell" text DEFAULT '' NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "journey_presence_organisation_id_journey_id_client_id_pk" PRIMARY KEY("organisation_id","journey_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "journey_sittings" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updates" integer DEFAULT 0 NOT NULL,
	"changes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "journey_sittings_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id")
);
--> statement-breakpoint
CREATE TABLE "journey_steps" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" text NOT NULL,
	"phase_id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"touchpoint" text,
	"touchpoint_id" uuid,
	"child_id" uuid,
	CONSTRAINT "journey_steps_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id")
);
--> statement-breakpoint
CREATE TABLE "journey_updates" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"update" "bytea" NOT NULL,
	CONSTRAINT "journey_updates_organisation_id_journey_id_seq_pk" PRIMARY KEY("organisation_id","journey_id","seq")
);
--> statement-breakpoint
CREATE TABLE "journey_versions" (
	"organisation_id" uuid NOT NULL,
	"journey_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "journey_versions_organisation_id_journey_id_id_pk" PRIMARY KEY("organisation_id","journey_id","id")
);
--> statement-breakpoint
CREATE TABLE "journeys" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"level" text NOT NULL,
	"parent_id" uuid,
	"state" "bytea" NOT NULL,
	"state_seq" integer DEFAULT 0 NOT NULL,
	"seq" integer DEFAULT 0 NOT NULL,
	"personas" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"review_on" date,
	"archived_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_by" text DEFAULT '' NOT NULL,
	CONSTRAINT "journeys_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "journeys_level" CHECK ("journeys"."level" in ('task', 'journey', 'relationship'))
);
--> statement-breakpoint
CREATE TABLE "personas" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"segments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "personas_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "touchpoint_details" (
	"organisation_id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"personal" text DEFAULT '' NOT NULL,
	"unexpected" text DEFAULT '' NOT NULL,
	"investment" text DEFAULT '' NOT NULL,
	"failure_cost" bigint,
	"target_failed" double precision,
	"target_effort" double precision,
	"target_action_hours" double precision,
	CONSTRAINT "touchpoint_details_organisation_id_touchpoint_id_pk" PRIMARY KEY("organisation_id","touchpoint_id")
);
--> statement-breakpoint
CREATE INDEX "channel_rules_touchpoint" ON "channel_rules" USING btree ("organisation_id","touchpoint_id");--> statement-breakpoint
CREATE INDEX "journey_sittings_at" ON "journey_sittings" USING btree ("organisation_id","journey_id","last_at");--> statement-breakpoint
CREATE INDEX "journey_steps_touchpoint" ON "journey_steps" USING btree ("organisation_id","touchpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "journeys_slug" ON "journeys" USING btree ("organisation_id","slug");