import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { RecoveryOutcome, Result } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { toMajor } from '../domain/money'
import { localDay } from '../reports/promise-state'
import { knownCustomer, profilesOf } from './customer-page-ids'

/** How many of the newest interactions are looked at: what came before a contact, not all of history. */
const LOOKED_AT = 40
const ATTEMPTS = 4
/** What went wrong is looked for further back: look-ups of every day must not push it out of sight. */
const LOOKED_FOR_WRONG = 400
const WRONG = 3
const LISTED = 3

/** Channels and touchpoints by slug, instants as ISO 8601, money in major units of the organisation's currency. */
export type Attempt = { at: string; channel: string | null; touchpoint: string | null; direction: 'contact' | 'lookup' | 'message'; /** Something we did, with what was written of it. */ ours: boolean; summary: string | null; result: Result | null; /** The worst of them. */ impression: number | null; issue: string | null; /** How often in a row, newest first. */ times: number; since: string }
export type OpenIssue = { id: string; title: string; touchpoint: string | null; opened_at: string | null; contacts: number; channels: string[]; asked_for: string[] }
export type OpenPromise = { id: string; source: string; text: string | null; made_at: string; due_at: string; owner: string | null; team: string | null; overdue: boolean }
export type Note = { id: string; text: string; changed_at: string; changed_by: string }
/** The newest case of the recovery desk that is open, or was closed in the last fourteen days. */
export type Care = { taken_at: string; taken_by: string; mine: boolean; because: string; closed_at: string | null; outcome: RecoveryOutcome | null; last_act: { at: string; what: string } | null }
export type ChannelRule = { touchpoint: string; required: string[]; forbidden: string[]; note: string }
export type Story = {
  care: Care | null
  attempts: Attempt[]
  mood: { at: string; mood: number; channel: string | null } | null
  impressions: { at: string; impression: number; channel: string | null; touchpoint: string | null }[]
  issues: OpenIssue[]
  open_issues: number
  promises: OpenPromise[]
  open_promises: number
  overdue_promises: number
  notes: Note[]
  remembered: { attribute: string; value: string | number | boolean | null }[]
  expected: { model: string; p_alive: number | null; value: number; weeks: number; as_of: string } | null
  rules: ChannelRule[]
}

type Recent = { at: string; channel: string | null; touchpoint: string | null; direction: Attempt['direction']; ours: boolean; observed: boolean; summary: string | null; result: Result | null; mood: number | null; impression: number | null; issue: string | null }

const iso = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/** What a colleague should know before speaking to a customer. Reads the newest of everything, so that it costs the same whoever they are. */
export function customerStory(ctx: OrgCtx, id: string): Promise<Story> {
  return reading(ctx, async (tx) => {
    const me = await knownCustomer(tx, ctx, id)
    const profiles = await profilesOf(tx, ctx, me)
    const recent = await recentOf(tx, ctx, me, profiles)
    const theirs = recent.filter((entry) => !entry.ours && !entry.observed && entry.direction !== 'message')
    const told = recent.filter((entry) => !entry.observed && (wentWrong(entry) || (!entry.ours && entry.direction !== 'message')))
    const felt = recent.find((entry) => entry.mood !== null)
    const { issues, count: openIssues } = await issuesOf(tx, ctx, profiles)
    const { promises, count: openPromises, overdue } = await promisesOf(tx, ctx, profiles)
    const touchpoints = [...new Set([...theirs.slice(0, 1).map((entry) => entry.touchpoint), ...issues.map((issue) => issue.touchpoint)].filter((slug) => slug !== null))]
    return {
      care: await careOf(tx, ctx, profiles), attempts: inRow(told), issues, open_issues: openIssues, promises, open_promises: openPromises, overdue_promises: overdue,
      mood: felt?.mood === undefined || felt.mood === null ? null : { at: felt.at, mood: felt.mood, channel: felt.channel },
      impressions: recent.flatMap(({ at, impression, channel, touchpoint }) => (impression === null ? [] : [{ at, impression, channel, touchpoint }])).slice(0, LISTED),
      ...await notesOf(tx, ctx, me, profiles), expected: await expectedOf(tx, ctx, me), rules: await rulesOf(tx, ctx, me, touchpoints),
    }
  })
}

/** Who has taken this customer on, so that nobody else does the same work. */
async function careOf(tx: Tx, ctx: OrgCtx, profiles: string[]): Promise<Care | null> {
  const { rows } = await tx.execute<Care>(sql`
    select ${iso(sql`k.taken_at`)} as taken_at, k.taken_by_label as taken_by, k.taken_by = ${ctx.actor.id} as mine, k.because, ${iso(sql`k.closed_at`)} as closed_at, k.outcome,
      (select jsonb_build_object('at', ${iso(sql`a.at`)}, 'what', a.what) from recovery_acts a where a.organisation_id = k.organisation_id and a.profile_id = k.profile_id and a.case_id = k.id order by a.at desc, a.id limit 1) as last_act
    from recovery_cases k where k.organisation_id = ${ctx.org.id} and k.profile_id = any(${sql.param(profiles)}::uuid[]) and (k.closed_at is null or k.closed_at > ${ctx.now.toISOString()}::timestamptz - interval '14 days')
    order by k.closed_at desc nulls first, k.taken_at desc limit 1`)
  return rows[0] ?? null
}

/** The newest, and what went wrong before them. A result that a rule has set counts like a recorded one. */
async function recentOf(tx: Tx, ctx: OrgCtx, me: string, profiles: string[]): Promise<Recent[]> {
  return (await tx.execute<Recent>(sql`
    select ${iso(sql`n.occurred_at`)} as at, c.slug as channel, t.slug as touchpoint, n.direction, coalesce(n.initiative = 'ours', false) as ours, n.form = 'observation' as observed, n.summary, coalesce(n.result, m.result) as result, n.mood, n.impression,
      (select coalesce(s.title, s.external_id) from issues s where s.organisation_id = ${ctx.org.id} and s.id = n.issue_id limit 1) as issue
    from (
      select n.*, row_number() over (order by n.occurred_at desc, n.id desc) as place from unnest(${sql.param(profiles)}::uuid[]) as who (id) cross join lateral (
        select i.* from interactions i where i.organisation_id = ${ctx.org.id} and i.profile_id = who.id and i.occurred_at <= ${ctx.now.toISOString()}::timestamptz order by i.occurred_at desc, i.id desc limit ${LOOKED_FOR_WRONG}) n
      order by n.occurred_at desc, n.id desc limit ${LOOKED_FOR_WRONG}) n
    left join channels c on c.organisation_id = ${ctx.org.id} and c.id = n.channel_id left join touchpoints t on t.organisation_id = ${ctx.org.id} and t.id = n.touchpoint_id
    left join moments m on m.organisation_id = ${ctx.org.id} and m.customer_id = ${me} and m.interaction_id = n.id
    where n.place <= ${LOOKED_AT} or coalesce(n.result, m.result) = 'failed' or n.impression < 0
    order by n.occurred_at desc, n.id desc`)).rows
}

const wentWrong = ({ result, impression }: Pick<Recent, 'result' | 'impression'>): boolean => result === 'failed' || (impression ?? 0) < 0

/**
 * What they tried, newest first, and behind that what went wrong before, of theirs or of ours; the same thing tried again
 * and again with the same end is one of them.
 */
function inRow(told: readonly Recent[]): Attempt[] {
  const rows: Attempt[] = []
  for (const { at, channel, touchpoint, direction, ours, summary, result, impression, issue } of told) {
    const last = rows.at(-1)
    const worst = Math.min(impression ?? Infinity, last?.impression ?? Infinity)
    if (last && !ours && !last.ours && last.channel === channel && last.touchpoint === touchpoint && last.direction === direction && last.result === result && last.issue === issue) Object.assign(last, { times: last.times + 1, since: at, impression: Number.isFinite(worst) ? worst : null })
    else if (rows.length < ATTEMPTS || (rows.length < ATTEMPTS + WRONG && wentWrong({ result, impression }))) rows.push({ at, channel, touchpoint, direction, ours, summary: ours ? summary : null, result, impression, issue, times: 1, since: at })
  }
  return rows
}

async function issuesOf(tx: Tx, ctx: OrgCtx, profiles: string[]): Promise<{ issues: OpenIssue[]; count: number }> {
  const { rows } = await tx.execute<OpenIssue & { of: number }>(sql`
    select s.id, coalesce(s.title, t.name, s.external_id) as title, t.slug as touchpoint, ${iso(sql`s.opened_at`)} as opened_at, s.of, x.contacts, x.channels, x.asked_for from (
      select *, count(*) over ()::int as of from issues where organisation_id = ${ctx.org.id} and profile_id = any(${sql.param(profiles)}::uuid[]) and resolved_at is null and not stub order by opened_at desc nulls last, id limit ${LISTED}) s
    left join touchpoints t on t.organisation_id = s.organisation_id and t.id = s.touchpoint_id
    cross join lateral (
      select count(*) filter (where i.direction = 'contact')::int as contacts, coalesce(array_agg(distinct c.slug) filter (where c.slug is not null and i.direction <> 'message'), '{}') as channels,
        coalesce((select array_agg(distinct a.field) from interactions ai cross join unnest(ai.asked_for) as a (field) where ai.organisation_id = s.organisation_id and ai.issue_id = s.id), '{}') as asked_for
      from interactions i left join channels c on c.organisation_id = i.organisation_id and c.id = i.channel_id where i.organisation_id = s.organisation_id and i.issue_id = s.id) x
    order by s.opened_at desc nulls last, s.id`)
  return { count: rows[0]?.of ?? 0, issues: rows.map(({ of: _of, ...issue }) => issue) }
}

/** As the ledger has it: what is due today, then what is overdue (the newest first: it can still be mended), then the rest. */
const PRESSING = (ctx: OrgCtx): SQL => {
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  return sql`case when promises.due_at < ${now} then 1 when ${localDay(ctx, sql`promises.due_at`)} = ${localDay(ctx, now)} then 0 else 2 end, case when promises.due_at < ${now} then -extract(epoch from promises.due_at) else extract(epoch from promises.due_at) end`
}

async function promisesOf(tx: Tx, ctx: OrgCtx, profiles: string[]): Promise<{ promises: OpenPromise[]; count: number; overdue: number }> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  // What is dated later has not happened yet.
  const { rows } = await tx.execute<OpenPromise & { of: number; late: number }>(sql`
    select external_id as id, source, text, ${iso(sql`made_at`)} as made_at, ${iso(sql`due_at`)} as due_at, owner, team, due_at < ${now} as overdue, count(*) over ()::int as of, (count(*) filter (where due_at < ${now}) over ())::int as late from promises
    where organisation_id = ${ctx.org.id} and profile_id = any(${sql.param(profiles)}::uuid[]) and (kept_at is null or kept_at > ${now}) and (withdrawn_at is null or withdrawn_at > ${now}) order by ${PRESSING(ctx)}, promises.id limit ${LISTED + 2}`)
  return { count: rows[0]?.of ?? 0, overdue: rows[0]?.late ?? 0, promises: rows.map(({ of: _of, late: _late, ...promise }) => promise) }
}

async function notesOf(tx: Tx, ctx: OrgCtx, me: string, profiles: string[]): Promise<Pick<Story, 'notes' | 'remembered'>> {
  const { rows } = await tx.execute<Note & { attribute: string | null; value: string | number | boolean | null }>(sql`
    select n.id, n.text, n.attribute, c.attributes -> n.attribute as value, ${iso(sql`n.changed_at`)} as changed_at, n.changed_by from customer_notes n
    join customers c on c.organisation_id = n.organisation_id and c.id = ${me} where n.organisation_id = ${ctx.org.id} and n.profile_id = any(${sql.param(profiles)}::uuid[]) order by n.created_at, n.id`)
  const remembered = new Map(rows.flatMap(({ attribute, value }) => (attribute === null ? [] : [[attribute, value] as const])))
  return {
    notes: rows.flatMap(({ attribute, value: _value, ...note }) => (attribute === null ? [note] : [])),
    remembered: [...remembered].map(([attribute, value]) => ({ attribute, value })),
  }
}

async function expectedOf(tx: Tx, ctx: OrgCtx, me: string): Promise<Story['expected']> {
  const { rows } = await tx.execute<NonNullable<Story['expected']>>(sql`
    select model, p_alive, expected_value::float8 as value, horizon_weeks as weeks, as_of::text from customer_predictions where organisation_id = ${ctx.org.id} and customer_id = ${me}`)
  return rows[0] ? { ...rows[0], value: toMajor(Math.round(rows[0].value), ctx.org.currency) } : null
}

/** The rules of the touchpoints at hand that hold for this customer's present segments, or for everybody. */
async function rulesOf(tx: Tx, ctx: OrgCtx, me: string, touchpoints: string[]): Promise<ChannelRule[]> {
  if (touchpoints.length === 0) return []
  return (await tx.execute<ChannelRule>(sql`
    select t.slug as touchpoint, r.required, r.forbidden, r.note from channel_rules r join touchpoints t on t.organisation_id = r.organisation_id and t.id = r.touchpoint_id
    where r.organisation_id = ${ctx.org.id} and r.active and t.slug = any(${sql.param(touchpoints)}::text[])
      and (r.segment_id is null or exists (select 1 from memberships m where m.organisation_id = r.organisation_id and m.customer_id = ${me} and m.segmentation_id = r.segmentation_id and m.segment_id = r.segment_id and m.to_day is null))
    order by t.slug, r.segment_id nulls last, r.created_at`)).rows
}
