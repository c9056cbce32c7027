-- Tenant rows are hidden from their owner without this; it ends with the migration's transaction.
SET LOCAL app.maintenance = 'on';--> statement-breakpoint
-- An import under way may have left millions: never all of them in one row.
INSERT INTO "rollup_customer_month_batches" (organisation_id, cells, customer_ids, months, channel_ids, interactions, contacts, lookups, messages, cost)
SELECT organisation_id, count(*), array_agg(customer_id), array_agg(month), array_agg(channel_id), array_agg(interactions), array_agg(contacts), array_agg(lookups), array_agg(messages), array_agg(cost)
FROM (SELECT *, (row_number() OVER (PARTITION BY organisation_id)) / 4000 AS batch FROM "rollup_customer_month_added") added GROUP BY organisation_id, batch;--> statement-breakpoint
DROP TABLE "rollup_customer_month_added" CASCADE;
