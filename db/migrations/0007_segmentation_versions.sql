CREATE TABLE "segmentation_versions" (
	"organisation_id" uuid NOT NULL,
	"segmentation_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"definition" jsonb NOT NULL,
	"from_day" date,
	"by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "segmentation_versions_organisation_id_segmentation_id_version_pk" PRIMARY KEY("organisation_id","segmentation_id","version")
);
--> statement-breakpoint
ALTER TABLE "segmentations" ADD COLUMN "last_cut" date;--> statement-breakpoint
ALTER TABLE "segmentations" ADD COLUMN "relationship_changes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "segmentations" ADD COLUMN "archived_at" timestamp with time zone;