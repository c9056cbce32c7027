CREATE TABLE "rollup_moments" (
	"organisation_id" uuid NOT NULL,
	"day" date NOT NULL,
	"window_end" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"result" text NOT NULL,
	"effect" text NOT NULL,
	"advocated" boolean NOT NULL,
	"moments" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "rollup_moments_organisation_id_day_window_end_channel_id_touchpoint_id_result_effect_advocated_pk" PRIMARY KEY("organisation_id","day","window_end","channel_id","touchpoint_id","result","effect","advocated")
);
--> statement-breakpoint
-- Tenant rows are hidden from their owner without this; it ends with the migration's transaction.
SET LOCAL app.maintenance = 'on';--> statement-breakpoint
ALTER TABLE "moments" ADD COLUMN "effect" text;--> statement-breakpoint
UPDATE "moments" m SET "effect" = CASE WHEN m.left_day IS NOT NULL THEN 'left' WHEN m.spent_before IS NULL THEN 'not_measurable'
  WHEN m.spent_before - m.spent_after >= m.spent_before * o.spent_less_share::numeric THEN 'spent_less' ELSE 'stayed' END
  FROM "organisations" o WHERE o.id = m.organisation_id;--> statement-breakpoint
-- A moment of an organisation that is no more would have none.
DELETE FROM "moments" WHERE "effect" IS NULL;--> statement-breakpoint
ALTER TABLE "moments" ALTER COLUMN "effect" SET NOT NULL;--> statement-breakpoint
INSERT INTO "rollup_moments" SELECT organisation_id, day, window_end, channel_id, touchpoint_id, coalesce(result, 'not_recorded'), effect, advocated, count(*) FROM "moments" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;--> statement-breakpoint
CREATE INDEX "moments_first" ON "moments" USING btree ("organisation_id","touchpoint_id","result","customer_id","day","occurred_at","interaction_id");--> statement-breakpoint
ALTER TABLE "moments" ADD CONSTRAINT "moments_effect" CHECK ("moments"."effect" in ('left', 'spent_less', 'stayed', 'not_measurable'));