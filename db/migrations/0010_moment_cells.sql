CREATE INDEX "moments_failed" ON "moments" USING btree ("organisation_id","customer_id","day") WHERE result = 'failed';--> statement-breakpoint
TRUNCATE "rollup_moments";--> statement-breakpoint
ALTER TABLE "rollup_moments" DROP CONSTRAINT "rollup_moments_organisation_id_day_window_end_channel_id_touchpoint_id_result_effect_advocated_pk";--> statement-breakpoint
ALTER TABLE "rollup_moments" DROP COLUMN "channel_id";--> statement-breakpoint
ALTER TABLE "rollup_moments" ADD CONSTRAINT "rollup_moments_organisation_id_day_window_end_touchpoint_id_result_effect_advocated_pk" PRIMARY KEY("organisation_id","day","window_end","touchpoint_id","result","effect","advocated");--> statement-breakpoint
-- Tenant rows are hidden from their owner without this; it ends with the migration's transaction.
SET LOCAL app.maintenance = 'on';--> statement-breakpoint
INSERT INTO "rollup_moments" (organisation_id, day, window_end, touchpoint_id, result, effect, advocated, moments)
SELECT organisation_id, day, window_end, touchpoint_id, coalesce(result, 'not_recorded'), effect, advocated, count(*) FROM "moments" GROUP BY 1, 2, 3, 4, 5, 6, 7;
