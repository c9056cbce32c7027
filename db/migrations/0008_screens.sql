CREATE TABLE "screen_devices" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"screen_id" uuid NOT NULL,
	"name" text NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"last_seen_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "screen_devices_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "screen_pairings" (
	"code" text PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screen_token_hashes" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"of_organisation" uuid NOT NULL,
	"device_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "screens" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"timezone" text,
	"theme" text DEFAULT 'dark' NOT NULL,
	"show_names" boolean DEFAULT false NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_by" text DEFAULT '' NOT NULL,
	CONSTRAINT "screens_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "screens_theme" CHECK ("screens"."theme" in ('dark', 'light', 'by_night'))
);
--> statement-breakpoint
CREATE TABLE "slide_failures" (
	"organisation_id" uuid NOT NULL,
	"screen_id" uuid NOT NULL,
	"slide_id" uuid NOT NULL,
	"message" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slide_failures_organisation_id_screen_id_slide_id_pk" PRIMARY KEY("organisation_id","screen_id","slide_id")
);
--> statement-breakpoint
CREATE TABLE "slides" (
	"organisation_id" uuid NOT NULL,
	"screen_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"report" text,
	"parameters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"field" text,
	"cell" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"title" text,
	"text" text,
	"seconds" integer DEFAULT 15 NOT NULL,
	"schedule" jsonb,
	CONSTRAINT "slides_organisation_id_screen_id_id_pk" PRIMARY KEY("organisation_id","screen_id","id"),
	CONSTRAINT "slides_kind" CHECK ("slides"."kind" in ('expected', 'big_number', 'line', 'bars', 'retention', 'flow', 'stream', 'at_risk', 'promises', 'story', 'sentence', 'message'))
);
--> statement-breakpoint
CREATE TABLE "takeovers" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"screen_id" uuid,
	"title" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"source" text NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"raised_by" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "takeovers_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report" text NOT NULL,
	"field" text NOT NULL,
	"parameters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"cell" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"subject" text NOT NULL,
	"value" double precision,
	"direction" text NOT NULL,
	"valid_from" date NOT NULL,
	"owner" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "targets_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "targets_direction" CHECK ("targets"."direction" in ('at_least', 'at_most'))
);
--> statement-breakpoint
ALTER TABLE "screen_devices" ADD CONSTRAINT "screen_devices_screen_fk" FOREIGN KEY ("organisation_id","screen_id") REFERENCES "public"."screens"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screen_token_hashes" ADD CONSTRAINT "screen_token_hashes_of_organisation_organisations_id_fk" FOREIGN KEY ("of_organisation") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screens" ADD CONSTRAINT "screens_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slide_failures" ADD CONSTRAINT "slide_failures_slide" FOREIGN KEY ("organisation_id","screen_id","slide_id") REFERENCES "public"."slides"("organisation_id","screen_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slides" ADD CONSTRAINT "slides_screen" FOREIGN KEY ("organisation_id","screen_id") REFERENCES "public"."screens"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "takeovers" ADD CONSTRAINT "takeovers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "screen_devices_screen" ON "screen_devices" USING btree ("organisation_id","screen_id");--> statement-breakpoint
CREATE INDEX "screen_pairings_expires" ON "screen_pairings" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "takeovers_until" ON "takeovers" USING btree ("organisation_id","until");--> statement-breakpoint
CREATE INDEX "targets_subject" ON "targets" USING btree ("organisation_id","report","subject");