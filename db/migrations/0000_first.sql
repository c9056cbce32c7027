CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"currency" text NOT NULL,
	"lapse_days" integer,
	"effect_window_days" integer DEFAULT 60 NOT NULL,
	"observed_from" date,
	"observed_from_by_source" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"spent_less_share" double precision DEFAULT 0.3 NOT NULL,
	"smallest_change" double precision DEFAULT 0.1 NOT NULL,
	"dimensions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"transaction_kinds" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"as_of" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key_hashes" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"of_organisation" uuid NOT NULL,
	"api_key_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"system" boolean DEFAULT false NOT NULL,
	CONSTRAINT "api_keys_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"invited_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"user_id" uuid,
	"for_organisation" uuid,
	"invitation_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "members" (
	"organisation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_organisation_id_user_id_pk" PRIMARY KEY("organisation_id","user_id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('viewer', 'editor', 'admin', 'owner'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "throttles" (
	"key" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "throttles_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"oidc_subject" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"human_answers" boolean NOT NULL,
	"cost_per_contact" bigint,
	"default_direction" text DEFAULT 'contact' NOT NULL,
	"confirmed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "channels_kind" CHECK ("channels"."kind" in ('web', 'mobile_app', 'email', 'sms', 'chat', 'social', 'phone', 'ivr', 'virtual_agent', 'in_person', 'post', 'other')),
	CONSTRAINT "channels_direction" CHECK ("channels"."default_direction" in ('contact', 'lookup', 'message'))
);
--> statement-breakpoint
CREATE TABLE "touchpoints" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"class" text DEFAULT 'efficient' NOT NULL,
	"critical" boolean DEFAULT false NOT NULL,
	"moment_rule" jsonb DEFAULT '{"rule":"all"}'::jsonb NOT NULL,
	"result_rule" jsonb DEFAULT '{"rules":[]}'::jsonb NOT NULL,
	"stakes" text DEFAULT '' NOT NULL,
	"target_minutes" double precision,
	"confirmed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "touchpoints_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "touchpoints_class" CHECK ("touchpoints"."class" in ('efficient', 'moment_that_matters'))
);
--> statement-breakpoint
CREATE TABLE "customer_values" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"basis" text DEFAULT 'margin' NOT NULL,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "customer_values_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"name" text,
	"email" text,
	"acquired_at" timestamp with time zone,
	"left_at" timestamp with time zone,
	"leave_kind" text,
	"leave_reason" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"first_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customers_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "customers_leave_kind" CHECK ("customers"."leave_kind" in ('voluntary', 'involuntary', 'administrative'))
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"stated" boolean NOT NULL,
	"fields" jsonb NOT NULL,
	"import_id" uuid,
	CONSTRAINT "facts_organisation_id_profile_id_kind_subject_id_content_hash_pk" PRIMARY KEY("organisation_id","profile_id","kind","subject_id","content_hash")
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid,
	"anonymous" boolean NOT NULL,
	"external_id" text NOT NULL,
	"import_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "profiles_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "settle_queue" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"queued_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settle_queue_organisation_id_customer_id_pk" PRIMARY KEY("organisation_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "spells" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"start_day" date NOT NULL,
	"start_stated" boolean NOT NULL,
	"end_day" date,
	"end_kind" text,
	CONSTRAINT "spells_organisation_id_customer_id_number_pk" PRIMARY KEY("organisation_id","customer_id","number"),
	CONSTRAINT "spells_end_kind" CHECK ("spells"."end_kind" in ('voluntary', 'involuntary', 'administrative', 'lapse'))
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"organisation_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	"interactions" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "erasures_organisation_id_hash_pk" PRIMARY KEY("organisation_id","hash")
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"form" text NOT NULL,
	"direction" text NOT NULL,
	"initiative" text,
	"mood" smallint,
	"impression" smallint,
	"result" text,
	"result_source" text,
	"issue_id" uuid,
	"duration_s" double precision,
	"cost" bigint,
	"goodwill_amount" bigint,
	"team" text,
	"handled_by" text,
	"handed_over_to" text,
	"asked_for" text[],
	"options_offered" integer,
	"summary" text,
	"attributes" jsonb,
	CONSTRAINT "interactions_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id"),
	CONSTRAINT "interactions_form" CHECK ("interactions"."form" in ('observation', 'interaction', 'transaction')),
	CONSTRAINT "interactions_direction" CHECK ("interactions"."direction" in ('contact', 'lookup', 'message')),
	CONSTRAINT "interactions_initiative" CHECK ("interactions"."initiative" in ('theirs', 'ours')),
	CONSTRAINT "interactions_result" CHECK ("interactions"."result" in ('failed', 'met', 'exceeded')),
	CONSTRAINT "interactions_result_source" CHECK ("interactions"."result_source" in ('person', 'customer', 'rule'))
);
--> statement-breakpoint
CREATE TABLE "moments" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"interaction_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"touchpoint_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"result" text,
	"result_source" text,
	"mood" smallint,
	"window_end" date NOT NULL,
	"left_day" date,
	"spent_before" bigint,
	"spent_after" bigint,
	"advocated" boolean DEFAULT false NOT NULL,
	"ordinal" integer NOT NULL,
	CONSTRAINT "moments_organisation_id_customer_id_interaction_id_pk" PRIMARY KEY("organisation_id","customer_id","interaction_id"),
	CONSTRAINT "moments_reason" CHECK ("moments"."reason" in ('all', 'failed', 'second_contact', 'first_time', 'amount_above', 'bad_mood', 'strong_impression')),
	CONSTRAINT "moments_result" CHECK ("moments"."result" in ('failed', 'met', 'exceeded'))
);
--> statement-breakpoint
CREATE TABLE "records" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"profile_id" uuid NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"import_id" uuid,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "records_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"kind" text,
	"attributes" jsonb,
	CONSTRAINT "transactions_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"stub" boolean NOT NULL,
	"opened_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"touchpoint_id" uuid,
	"title" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "issues_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "promises" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"issue_id" uuid,
	"interaction_id" uuid,
	"made_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"kept_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" text,
	"owner" text,
	"team" text,
	"text" text,
	"attributes" jsonb,
	CONSTRAINT "promises_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id"),
	CONSTRAINT "promises_withdrawn_by" CHECK ("promises"."withdrawn_by" in ('us', 'customer'))
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"referred_profile_id" uuid,
	"attributes" jsonb,
	CONSTRAINT "referrals_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id")
);
--> statement-breakpoint
CREATE TABLE "responses" (
	"organisation_id" uuid NOT NULL,
	"profile_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"asked_at" timestamp with time zone,
	"occurred_at" timestamp with time zone,
	"day" date,
	"survey" text NOT NULL,
	"score" double precision,
	"scale_min" double precision,
	"scale_max" double precision,
	"touchpoint_id" uuid,
	"comment" text,
	"attributes" jsonb,
	CONSTRAINT "responses_organisation_id_profile_id_id_pk" PRIMARY KEY("organisation_id","profile_id","id"),
	CONSTRAINT "responses_survey" CHECK ("responses"."survey" in ('nps', 'csat', 'ces', 'perceived_value'))
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"segmentation_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date,
	CONSTRAINT "memberships_organisation_id_customer_id_segmentation_id_from_day_pk" PRIMARY KEY("organisation_id","customer_id","segmentation_id","from_day")
);
--> statement-breakpoint
CREATE TABLE "segmentations" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"definition" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"computed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segmentations_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"organisation_id" uuid NOT NULL,
	"segmentation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"rank" integer NOT NULL,
	CONSTRAINT "segments_organisation_id_segmentation_id_id_pk" PRIMARY KEY("organisation_id","segmentation_id","id")
);
--> statement-breakpoint
CREATE TABLE "intake_daily" (
	"organisation_id" uuid NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"sent" bigint DEFAULT 0 NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"duplicates" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"conflicts" bigint DEFAULT 0 NOT NULL,
	"taken_back" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "intake_daily_organisation_id_source_kind_day_pk" PRIMARY KEY("organisation_id","source","kind","day")
);
--> statement-breakpoint
CREATE TABLE "rollup_customer_month" (
	"organisation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"month" date NOT NULL,
	"channel_id" uuid NOT NULL,
	"interactions" bigint DEFAULT 0 NOT NULL,
	"contacts" bigint DEFAULT 0 NOT NULL,
	"lookups" bigint DEFAULT 0 NOT NULL,
	"messages" bigint DEFAULT 0 NOT NULL,
	"cost" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "rollup_customer_month_organisation_id_customer_id_month_channel_id_pk" PRIMARY KEY("organisation_id","customer_id","month","channel_id")
);
--> statement-breakpoint
CREATE TABLE "rollup_daily" (
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
	CONSTRAINT "rollup_daily_organisation_id_day_channel_id_touchpoint_id_form_direction_pk" PRIMARY KEY("organisation_id","day","channel_id","touchpoint_id","form","direction")
);
--> statement-breakpoint
CREATE TABLE "rollup_segment_daily" (
	"organisation_id" uuid NOT NULL,
	"segmentation_id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
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
	CONSTRAINT "rollup_segment_daily_organisation_id_segmentation_id_segment_id_day_channel_id_touchpoint_id_form_direction_pk" PRIMARY KEY("organisation_id","segmentation_id","segment_id","day","channel_id","touchpoint_id","form","direction")
);
--> statement-breakpoint
CREATE TABLE "source_daily" (
	"organisation_id" uuid NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"channel_id" uuid NOT NULL,
	"day" date NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "source_daily_organisation_id_source_kind_channel_id_day_pk" PRIMARY KEY("organisation_id","source","kind","channel_id","day")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_label" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_rejects" (
	"organisation_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"row" bigint NOT NULL,
	"cells" jsonb NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "import_rejects_organisation_id_import_id_row_pk" PRIMARY KEY("organisation_id","import_id","row")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"filename" text NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"file_hash" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"duplicates" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"seconds" bigint DEFAULT 0 NOT NULL,
	"created" jsonb DEFAULT '{"channels":[],"touchpoints":[]}'::jsonb NOT NULL,
	"error" text,
	"created_by" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"taken_back_at" timestamp with time zone,
	CONSTRAINT "imports_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"leased_by" uuid,
	"progress" jsonb,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "saved_mappings" (
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_mappings_organisation_id_name_pk" PRIMARY KEY("organisation_id","name")
);
--> statement-breakpoint
ALTER TABLE "api_key_hashes" ADD CONSTRAINT "api_key_hashes_of_organisation_organisations_id_fk" FOREIGN KEY ("of_organisation") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_for_organisation_organisations_id_fk" FOREIGN KEY ("for_organisation") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "touchpoints" ADD CONSTRAINT "touchpoints_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_slug" ON "organisations" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc_subject" ON "users" USING btree ("oidc_subject");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_slug" ON "channels" USING btree ("organisation_id","slug");--> statement-breakpoint
CREATE UNIQUE INDEX "touchpoints_slug" ON "touchpoints" USING btree ("organisation_id","slug");--> statement-breakpoint
CREATE INDEX "customers_external" ON "customers" USING btree ("organisation_id","external_id");--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("organisation_id","name");--> statement-breakpoint
CREATE INDEX "facts_import" ON "facts" USING btree ("organisation_id","import_id");--> statement-breakpoint
CREATE INDEX "profiles_customer" ON "profiles" USING btree ("organisation_id","customer_id");--> statement-breakpoint
CREATE INDEX "interactions_day" ON "interactions" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "moments_day" ON "moments" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "records_import" ON "records" USING btree ("organisation_id","import_id");--> statement-breakpoint
CREATE INDEX "transactions_day" ON "transactions" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "issues_id" ON "issues" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "promises_due" ON "promises" USING btree ("organisation_id","due_at");--> statement-breakpoint
CREATE INDEX "memberships_segment" ON "memberships" USING btree ("organisation_id","segmentation_id","segment_id","from_day");--> statement-breakpoint
CREATE UNIQUE INDEX "segmentations_slug" ON "segmentations" USING btree ("organisation_id","slug");--> statement-breakpoint
CREATE INDEX "rollup_customer_month_month" ON "rollup_customer_month" USING btree ("organisation_id","month");--> statement-breakpoint
CREATE INDEX "source_daily_day" ON "source_daily" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("organisation_id","at");--> statement-breakpoint
CREATE INDEX "imports_created" ON "imports" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("state","run_at");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_waiting" ON "jobs" USING btree ("organisation_id","kind","key") WHERE state = 'queued';