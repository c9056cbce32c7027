CREATE TABLE "presence" (
	"organisation_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"actor_label" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "presence_organisation_id_subject_subject_id_client_id_pk" PRIMARY KEY("organisation_id","subject","subject_id","client_id"),
	CONSTRAINT "presence_subject" CHECK ("presence"."subject" in ('journey', 'plan'))
);
--> statement-breakpoint
ALTER TABLE "comments" DROP CONSTRAINT "comments_subject_kind";--> statement-breakpoint
ALTER TABLE "opportunities" DROP CONSTRAINT "opportunities_state";--> statement-breakpoint
ALTER TABLE "segmentations" ADD COLUMN "plan_id" uuid;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "place" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "measure" jsonb;--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "better" text DEFAULT 'lower' NOT NULL;--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "picked_from" date;--> statement-breakpoint
ALTER TABLE "opportunities" ADD COLUMN "picked_to" date;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "comparison_why" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "matched" jsonb;--> statement-breakpoint
ALTER TABLE "presence" ADD CONSTRAINT "presence_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_subject_kind" CHECK ("comments"."subject" in ('plan', 'action', 'opportunity', 'assumption', 'report', 'journey'));--> statement-breakpoint
ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_state" CHECK ("opportunities"."state" in ('open', 'looking', 'planned', 'done', 'dismissed'));--> statement-breakpoint
-- Tenant rows are hidden from their owner without this; it ends with the migration's transaction.
SET LOCAL app.maintenance = 'on';--> statement-breakpoint
-- What was said on maps joins the one conversation; its table goes with the next migration.
INSERT INTO "comments" (organisation_id, id, subject, subject_id, place, text, actor_id, actor_label, created_at, resolved_at)
SELECT c.organisation_id, c.id, 'journey', c.journey_id::text, CASE WHEN c.lane_id = '' AND c.step_id = '' THEN '' ELSE c.lane_id || ':' || c.step_id END, c.text, c.actor_id, c.actor_label, c.created_at, c.resolved_at
FROM "journey_comments" c JOIN "organisations" o ON o.id = c.organisation_id ON CONFLICT DO NOTHING;--> statement-breakpoint
-- Opportunities whose plan has its verdict are done with.
UPDATE "opportunities" o SET "state" = 'done' FROM "plans" p WHERE p.organisation_id = o.organisation_id AND p.opportunity_id = o.id AND o.state = 'planned' AND p.status = 'reviewed';
