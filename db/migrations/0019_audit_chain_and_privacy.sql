CREATE TABLE "audit_heads" (
	"organisation_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"mac" "bytea" NOT NULL,
	"sealed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_heads_organisation_id_pk" PRIMARY KEY("organisation_id")
);
--> statement-breakpoint
CREATE TABLE "expirations" (
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"expired_on" date NOT NULL,
	"before" date NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "expirations_organisation_id_kind_expired_on_pk" PRIMARY KEY("organisation_id","kind","expired_on")
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "retention" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "names_hidden_from" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "seq" bigint;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "hash" "bytea";--> statement-breakpoint
CREATE UNIQUE INDEX "audit_seq" ON "audit" USING btree ("organisation_id","seq");--> statement-breakpoint
CREATE INDEX "audit_unsealed" ON "audit" USING btree ("organisation_id") WHERE seq is null;