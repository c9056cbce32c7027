DROP INDEX "interactions_newest";--> statement-breakpoint
DROP INDEX "transactions_newest";--> statement-breakpoint
ALTER TABLE "interactions" DROP CONSTRAINT "interactions_organisation_id_profile_id_id_pk";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_organisation_id_profile_id_id_pk";--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_organisation_id_profile_id_occurred_at_id_pk" PRIMARY KEY("organisation_id","profile_id","occurred_at","id");--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_organisation_id_profile_id_occurred_at_id_pk" PRIMARY KEY("organisation_id","profile_id","occurred_at","id");