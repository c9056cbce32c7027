DROP INDEX "facts_import";--> statement-breakpoint
DROP INDEX "records_import";--> statement-breakpoint
CREATE INDEX "facts_import" ON "facts" USING btree ("organisation_id","import_id") WHERE import_id is not null;--> statement-breakpoint
CREATE INDEX "records_import" ON "records" USING btree ("organisation_id","import_id") WHERE import_id is not null;