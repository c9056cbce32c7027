CREATE TABLE "erased_daily" (
	"organisation_id" uuid NOT NULL,
	"day" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"form" text NOT NULL,
	"direction" text NOT NULL,
	"interactions" bigint DEFAULT 0 NOT NULL,
	"duration_s" double precision DEFAULT 0 NOT NULL,
	"durations" bigint DEFAULT 0 NOT NULL,
	"cost" bigint DEFAULT 0 NOT NULL,
	"costs" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"met" bigint DEFAULT 0 NOT NULL,
	"exceeded" bigint DEFAULT 0 NOT NULL,
	"strong_negative" bigint DEFAULT 0 NOT NULL,
	"strong_positive" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "erased_daily_organisation_id_day_channel_id_touchpoint_id_form_direction_pk" PRIMARY KEY("organisation_id","day","channel_id","touchpoint_id","form","direction")
);
--> statement-breakpoint
ALTER TABLE "facts" ADD COLUMN "source" text NOT NULL;--> statement-breakpoint
CREATE INDEX "interactions_issue" ON "interactions" USING btree ("organisation_id","issue_id") WHERE issue_id is not null;