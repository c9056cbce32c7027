ALTER TABLE "customer_predictions" ADD COLUMN "clv_low" bigint;--> statement-breakpoint
ALTER TABLE "customer_predictions" ADD COLUMN "clv_high" bigint;