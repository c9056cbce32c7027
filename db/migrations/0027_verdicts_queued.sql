-- Plans are judged by themselves at eight in the morning of their planned day (server/services/plans/judge-plan); those that were
-- started before that was so had nobody waiting for their day. The ones whose day had passed when they were started are judged by whoever asks.
SET LOCAL app.maintenance = 'on';--> statement-breakpoint
INSERT INTO "jobs" (organisation_id, id, kind, key, payload, run_at)
SELECT p.organisation_id, gen_random_uuid(), 'verdict', p.id || ' ' || p.review_on, '{}'::jsonb, (p.review_on + time '08:00') AT TIME ZONE o.timezone
FROM "plans" p JOIN "organisations" o ON o.id = p.organisation_id
WHERE p.status = 'running' AND (p.started_at AT TIME ZONE o.timezone)::date < p.review_on
  AND NOT EXISTS (SELECT FROM "jobs" j WHERE j.organisation_id = p.organisation_id AND j.kind = 'verdict' AND j.key = p.id || ' ' || p.review_on)
ON CONFLICT DO NOTHING;
