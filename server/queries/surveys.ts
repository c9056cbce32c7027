import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import type { Survey, SurveyTexts } from '@/db/vocabulary'
import { reading, type OrgCtx } from '../context'
import { recordId } from '../domain/ids'
import { localDay, nowSql } from '../reports/promise-state'
import type { commentsInput, linksMadeInput } from '../schemas/surveys'
import { recordViews, type RecordView } from './record-view'

/** The source of responses that the instance itself asks for. */
export const HOSTED_SOURCE = 'hosted-survey'

export type HostedSurvey = {
  id: string; name: string; survey: Survey; touchpoint: string | null; touchpointName: string | null; texts: Record<string, SurveyTexts>; language: string; validDays: number; closedAt: string | null
  /** Links made, and those that were answered. */
  asked: number; answered: number
}

const iso = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS"Z"'`)

/** The surveys the instance asks, open ones first. */
export function listSurveys(ctx: OrgCtx): Promise<HostedSurvey[]> {
  return reading(ctx, async (tx) => (await surveys(tx, ctx, null)))
}

export async function surveyOf(tx: Tx, ctx: OrgCtx, id: string): Promise<HostedSurvey | undefined> {
  return (await surveys(tx, ctx, id))[0]
}

async function surveys(tx: Tx, ctx: OrgCtx, id: string | null): Promise<HostedSurvey[]> {
  const { rows } = await tx.execute<HostedSurvey>(sql`
    select s.id, s.name, s.survey, s.touchpoint, t.name as "touchpointName", s.texts, s.language, s.valid_days as "validDays", to_char(s.closed_at at time zone 'UTC', ${iso}) as "closedAt", coalesce(r.asked, 0)::int as asked, coalesce(r.answered, 0)::int as answered
    from hosted_surveys s left join touchpoints t on t.organisation_id = s.organisation_id and t.slug = s.touchpoint
    left join (select attributes->>'survey_id' as id, count(*) as asked, count(score) as answered from responses where organisation_id = ${ctx.org.id} and source = ${HOSTED_SOURCE} group by 1) r on r.id = s.id::text
    where s.organisation_id = ${ctx.org.id} and ${id === null ? sql`true` : sql`s.id = ${id}`} order by s.closed_at is not null, s.created_at desc, s.id`)
  return rows
}

/** Somebody a survey has asked: the newest question that waits, else the newest that was answered. Instants ISO 8601. */
export type AskedBefore = { customer: string; name: string | null; link: string; asked_at: string; answered_at: string | null }

/** Those of these customers (the sender's ids) whom a survey has asked before, in the order they were named. */
export async function askedBefore(tx: Tx, ctx: OrgCtx, survey: string, customers: readonly string[]): Promise<AskedBefore[]> {
  const ids = new Map(customers.map((customer) => [recordId(ctx.org.id, 'customer', '', customer), customer]))
  const { rows } = await tx.execute<AskedBefore & { profile: string }>(sql`
    select distinct on (w.id) w.id as profile, c.name, r.external_id as link, to_char(r.asked_at at time zone 'UTC', ${iso}) as asked_at, case when r.score is not null then to_char(r.occurred_at at time zone 'UTC', ${iso}) end as answered_at
    from profiles w join customers c on c.organisation_id = w.organisation_id and c.id = w.customer_id join profiles p on p.organisation_id = w.organisation_id and p.customer_id = w.customer_id
    join responses r on r.organisation_id = p.organisation_id and r.profile_id = p.id and r.source = ${HOSTED_SOURCE} and r.attributes->>'survey_id' = ${survey}
    where w.organisation_id = ${ctx.org.id} and w.id = any(${sql.param([...ids.keys()])}::uuid[]) order by w.id, r.score is not null, r.asked_at desc, r.id`)
  const found = new Map(rows.map(({ profile, ...row }) => [profile, row]))
  return [...ids].flatMap(([profile, customer]) => { const row = found.get(profile); return row ? [{ ...row, customer }] : [] })
}

export type LinkMade = { link: string; customer: string; name: string | null; asked_at: string; answered_at: string | null; score: number | null }
const LINKS = 20

/** The links a survey has made, newest first, of customers whose name, e-mail or id holds the words. */
export function linksMade(ctx: OrgCtx, { id, q, offset }: z.output<typeof linksMadeInput>): Promise<{ total: number; rows: LinkMade[] }> {
  const like = `%${escaped(q.trim())}%`
  const found = sql`from responses r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    where r.organisation_id = ${ctx.org.id} and r.source = ${HOSTED_SOURCE} and r.attributes->>'survey_id' = ${id} ${q.trim() === '' ? sql`` : sql`and (c.name ilike ${like} or c.email ilike ${like} or c.external_id ilike ${like})`}`
  return reading(ctx, async (tx) => {
    const total = await tx.execute<{ n: number }>(sql`select count(*)::int as n ${found}`)
    const { rows } = await tx.execute<LinkMade>(sql`
      select r.external_id as link, c.external_id as customer, c.name, to_char(r.asked_at at time zone 'UTC', ${iso}) as asked_at, case when r.score is not null then to_char(r.occurred_at at time zone 'UTC', ${iso}) end as answered_at, r.score::float8 as score
      ${found} order by r.asked_at desc, r.id limit ${LINKS} offset ${offset}`)
    return { total: total.rows[0]?.n ?? 0, rows }
  })
}

export type Asked = { survey: HostedSurvey; response: RecordView; answered: boolean }

/** What a link asks; null when its response is gone (erased, taken back) or its survey is. */
export async function askedBy(tx: Tx, ctx: OrgCtx, link: string): Promise<Asked | null> {
  const key = recordId(ctx.org.id, 'response', HOSTED_SOURCE, link)
  const { rows } = await tx.execute<{ profile_id: string; survey_id: string | null }>(sql`select profile_id, attributes->>'survey_id' as survey_id from responses where organisation_id = ${ctx.org.id} and id = ${key}`)
  const [row] = rows
  if (!row?.survey_id) return null
  const survey = await surveyOf(tx, ctx, row.survey_id)
  const response = (await recordViews(tx, ctx.org, 'response', [row.profile_id], [key])).get(key)
  return survey && response ? { survey, response, answered: response.score !== null && response.score !== undefined } : null
}

export type Comment = { id: string; at: string; customer: string | null; customer_name: string | null; survey: Survey; score: number | null; scale_min: number | null; scale_max: number | null; touchpoint: string | null; comment: string }
const PAGE = 50
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/**
 * What customers wrote, newest first, that holds every word of `q`. Moods: unhappy is NPS 0–6 and the lower part of other
 * scales, happy NPS 9–10 and their top quarter.
 */
export function searchComments(ctx: OrgCtx, { q, survey, touchpoint, mood, from, to, offset }: z.output<typeof commentsInput>): Promise<{ total: number; rows: Comment[] }> {
  const words = q.trim().split(/\s+/).filter(Boolean).slice(0, 10)
  const share = sql`((r.score - r.scale_min) / nullif(r.scale_max - r.scale_min, 0))`
  const moods = { unhappy: sql`case when r.survey = 'nps' then r.score <= 6 else ${share} < 0.5 end`, happy: sql`case when r.survey = 'nps' then r.score >= 9 else ${share} >= 0.75 end`, between: sql`case when r.survey = 'nps' then r.score between 7 and 8 else ${share} >= 0.5 and ${share} < 0.75 end` }
  const found = sql`from responses r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
    left join touchpoints t on t.organisation_id = r.organisation_id and t.id = r.touchpoint_id
    where r.organisation_id = ${ctx.org.id} and r.comment is not null and r.occurred_at <= ${nowSql(ctx)} and btrim(r.comment) <> ''
      and ${words.length === 0 ? sql`true` : sql.join(words.map((word) => sql`r.comment ilike ${`%${escaped(word)}%`}`), sql` and `)}
      and ${survey ? sql`r.survey = ${survey}` : sql`true`} and ${touchpoint ? sql`t.slug = ${touchpoint}` : sql`true`} and ${mood ? moods[mood] : sql`true`}
      and ${from ? sql`${localDay(ctx, sql`r.occurred_at`)} >= ${from}::date` : sql`true`} and ${to ? sql`${localDay(ctx, sql`r.occurred_at`)} < ${to}::date` : sql`true`}`
  return reading(ctx, async (tx) => {
    const total = await tx.execute<{ n: number }>(sql`select count(*)::int as n ${found}`)
    const { rows } = await tx.execute<Comment>(sql`
      select r.id, to_char(r.occurred_at at time zone 'UTC', ${iso}) as at, c.external_id as customer, c.name as customer_name, r.survey, r.score, r.scale_min, r.scale_max, t.name as touchpoint, r.comment
      ${found} order by r.occurred_at desc, r.id limit ${PAGE} offset ${offset}`)
    return { total: total.rows[0]?.n ?? 0, rows }
  })
}
