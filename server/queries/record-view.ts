import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '@/db/client'
import { channels, customers, customerValues, interactions, issues, profiles, promises, referrals, responses, touchpoints, transactions } from '@/db/schema'
import type { RecordKind } from '@/db/vocabulary'
import { writePeriod } from '../domain/identity/period'
import { toMajor } from '../domain/money'

/**
 * A record as it was sent: INTERFACES' field names, sender's ids, money in major units, times in ISO 8601. `record` says
 * what it is, because a transaction has a `kind` of its own.
 */
export type RecordView = Record<string, unknown> & { record: RecordKind; id: string; source: string }
/** Everything but customers, who are shown with their timeline (server/queries/customer). */
export type ViewedKind = Exclude<RecordKind, 'customer'>

/** The views of the records with these stored ids, by stored id. `profileIds`: whose they are (it leads the keys). */
export async function recordViews(tx: Tx, organisation: { id: string; currency: string }, kind: ViewedKind, profileIds: readonly string[], ids: readonly string[]): Promise<Map<string, RecordView>> {
  if (ids.length === 0 || profileIds.length === 0) return new Map()
  const rows = await VIEWS[kind](tx, organisation, [...new Set(profileIds)], [...new Set(ids)])
  return new Map(rows.map(([id, view]) => [id, plain(view) as RecordView]))
}

type Load = (tx: Tx, org: { id: string; currency: string }, profileIds: string[], ids: string[]) => Promise<[string, RecordView][]>
type Keyed = PgTable & { organisationId: PgColumn; profileId: PgColumn; id: PgColumn }

const among = (t: Keyed, org: { id: string }, profileIds: string[], ids: string[]) => and(eq(t.organisationId, org.id), inArray(t.profileId, profileIds), inArray(t.id, ids))
const whose = (t: Keyed) => and(eq(profiles.organisationId, t.organisationId), eq(profiles.id, t.profileId))
const customerOf = and(eq(customers.organisationId, profiles.organisationId), eq(customers.id, profiles.customerId))
const here = (table: { organisationId: PgColumn; id: PgColumn }, t: Keyed, column: PgColumn) => and(eq(table.organisationId, t.organisationId), eq(table.id, column))
/** A touchpoint or an issue may be missing: then the column holds NIL_ID or null and joins nothing. */
const issueName = (t: Keyed, column: PgColumn): SQL<string | null> => sql`(select x.external_id from issues x where x.organisation_id = ${t.organisationId} and x.id = ${column} limit 1)`
const person = { customer: customers.externalId, profile: profiles.externalId, anonymous: profiles.anonymous }
const major = (minor: number | null, currency: string) => (minor === null ? null : toMajor(minor, currency))

const VIEWS: Record<ViewedKind, Load> = {
  async interaction(tx, org, profileIds, ids) {
    const t = interactions
    const rows = await tx.select({ row: t, ...person, channel: channels.slug, touchpoint: touchpoints.slug, issue: issueName(t, t.issueId) }).from(t)
      .leftJoin(profiles, whose(t)).leftJoin(customers, customerOf).leftJoin(channels, here(channels, t, t.channelId)).leftJoin(touchpoints, here(touchpoints, t, t.touchpointId)).where(among(t, org, profileIds, ids))
    return rows.map(({ row, ...o }) => [row.id, {
      record: 'interaction', id: row.externalId, source: row.source, customer: o.customer, anonymous_id: o.anonymous ? o.profile : null, occurred_at: row.occurredAt, channel: o.channel, touchpoint: o.touchpoint,
      form: row.form, direction: row.direction, initiative: row.initiative, mood: row.mood, impression: row.impression, result: row.result, result_source: row.resultSource, issue: o.issue,
      duration_s: row.durationS, cost: major(row.cost, org.currency), goodwill_amount: major(row.goodwillAmount, org.currency), team: row.team, handled_by: row.handledBy, handed_over_to: row.handedOverTo,
      asked_for: row.askedFor, options_offered: row.optionsOffered, summary: row.summary, attributes: row.attributes ?? {},
    }])
  },
  async transaction(tx, org, profileIds, ids) {
    const rows = await tx.select({ row: transactions, ...person }).from(transactions).leftJoin(profiles, whose(transactions)).leftJoin(customers, customerOf).where(among(transactions, org, profileIds, ids))
    return rows.map(({ row, customer }) => [row.id, { record: 'transaction', id: row.externalId, source: row.source, customer, occurred_at: row.occurredAt, amount: major(row.amount, row.currency), currency: row.currency, kind: row.kind, attributes: row.attributes ?? {} }])
  },
  async issue(tx, org, profileIds, ids) {
    const rows = await tx.select({ row: issues, ...person, touchpoint: touchpoints.slug }).from(issues).leftJoin(profiles, whose(issues)).leftJoin(customers, customerOf).leftJoin(touchpoints, here(touchpoints, issues, issues.touchpointId)).where(among(issues, org, profileIds, ids))
    return rows.map(({ row, customer, touchpoint }) => [row.id, { record: 'issue', id: row.externalId, source: row.source, customer, opened_at: row.openedAt, resolved_at: row.resolvedAt, touchpoint, title: row.title, stub: row.stub, attributes: row.attributes }])
  },
  async promise(tx, org, profileIds, ids) {
    const t = promises
    const interaction: SQL<string | null> = sql`(select x.external_id from interactions x where x.organisation_id = ${t.organisationId} and x.profile_id = ${t.profileId} and x.id = ${t.interactionId})`
    const rows = await tx.select({ row: t, ...person, issue: issueName(t, t.issueId), interaction }).from(t).leftJoin(profiles, whose(t)).leftJoin(customers, customerOf).where(among(t, org, profileIds, ids))
    return rows.map(({ row, ...o }) => [row.id, {
      record: 'promise', id: row.externalId, source: row.source, customer: o.customer, issue: o.issue, interaction: o.interaction, made_at: row.madeAt, due_at: row.dueAt, kept_at: row.keptAt,
      withdrawn_at: row.withdrawnAt, withdrawn_by: row.withdrawnBy, owner: row.owner, team: row.team, text: row.text, attributes: row.attributes ?? {},
    }])
  },
  async response(tx, org, profileIds, ids) {
    const rows = await tx.select({ row: responses, ...person, touchpoint: touchpoints.slug }).from(responses).leftJoin(profiles, whose(responses)).leftJoin(customers, customerOf).leftJoin(touchpoints, here(touchpoints, responses, responses.touchpointId)).where(among(responses, org, profileIds, ids))
    return rows.map(({ row, customer, touchpoint }) => [row.id, {
      record: 'response', id: row.externalId, source: row.source, customer, asked_at: row.askedAt, occurred_at: row.occurredAt, survey: row.survey, score: row.score, scale_min: row.scaleMin, scale_max: row.scaleMax,
      touchpoint, comment: row.comment, attributes: row.attributes ?? {},
    }])
  },
  async referral(tx, org, profileIds, ids) {
    const t = referrals
    const referred: SQL<string | null> = sql`(select x.external_id from profiles x where x.organisation_id = ${t.organisationId} and x.id = ${t.referredProfileId})`
    const rows = await tx.select({ row: t, ...person, referred }).from(t).leftJoin(profiles, whose(t)).leftJoin(customers, customerOf).where(among(t, org, profileIds, ids))
    return rows.map(({ row, customer, referred }) => [row.id, { record: 'referral', id: row.externalId, source: row.source, customer, occurred_at: row.occurredAt, referred_customer: referred, attributes: row.attributes ?? {} }])
  },
  async customer_value(tx, org, profileIds, ids) {
    const rows = await tx.select({ row: customerValues, ...person }).from(customerValues).leftJoin(profiles, whose(customerValues)).leftJoin(customers, customerOf).where(among(customerValues, org, profileIds, ids))
    return rows.map(({ row, customer }) => [row.id, { record: 'customer_value', id: row.externalId, source: row.source, customer, period: writePeriod(row.fromDay, row.toDay), amount: major(row.amount, row.currency), currency: row.currency, basis: row.basis, attributes: row.attributes }])
  },
}

/** Times as text: what the API, exports and the wire of tRPC agree on. */
function plain(view: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]))
}
