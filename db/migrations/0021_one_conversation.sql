DROP TABLE "journey_comments" CASCADE;--> statement-breakpoint
DROP TABLE "journey_presence" CASCADE;