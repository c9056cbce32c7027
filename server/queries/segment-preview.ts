import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { reading, type OrgCtx } from '../context'
import { withMoney, type Rules } from '../domain/segments/conditions'
import { segmentNames, usesPredictions } from '../domain/segments/definition'
import type { Alike } from '../domain/segments/alike'
import { currencyDigits } from '../domain/money'
import { notFound } from '../errors'
import { addDays, localDayOf, type LocalDay } from '../domain/time/local-day'
import { rulesPreviewInput, type RulesPreview, type RulesPreviewInput } from '../schemas/segment-rules'
import { segmentationSlug } from '../schemas/segments'
import { recordedDays } from './customer-value'
import { alikeAmong } from './segment-alike'
import { assignedSql, cutAt } from './segment-assignment'
import { judgedFrom, predictionsBegin } from './segment-begin'
import { segmentationRow } from './segments'
import { definitionOf } from './stored-definition'

/** At most so many customers are looked at while somebody builds; ids are hashes, so the first of them are a fair sample. */
const LOOKED_AT = 20_000

/** The day rules are judged for at present: the day after the newest record (tomorrow, where records arrive daily), so that all that was recorded counts. */
export async function judgementDay(tx: Tx, ctx: OrgCtx): Promise<LocalDay> {
  const today = localDayOf(ctx.now.getTime(), ctx.org.timezone)
  return addDays((await recordedDays(tx, ctx.org, today, 'anything')).newest ?? today, 1)
}

/** Whom rules would put where, as of now, without applying them; and, beside a segmentation that exists, who would move. Its cost is bounded: of many customers a sample is looked at and scaled up. */
export function previewRules(ctx: OrgCtx, input: RulesPreviewInput): Promise<RulesPreview> {
  const { segments, rest, template, slug } = rulesPreviewInput.parse(input)
  const minor = 10 ** (currencyDigits(ctx.org.currency) ?? 2)
  const rules: Rules = { kind: 'rules', template, rest, segments: segments.map((s) => ({ name: s.name, when: withMoney(s.when, (amount) => Math.round(amount * minor)) })) }
  return reading(ctx, async (tx) => {
    const { org } = ctx
    const begins = usesPredictions(rules) ? await predictionsBegin(tx, org) : null
    const day = await judgedFrom(tx, org, rules, await judgementDay(tx, ctx))
    const { ids, customers } = await presentAt(tx, ctx, day)
    const scale = ids.length > 0 ? customers / ids.length : 1
    const counted = await tx.execute<{ from: string | null; to: string; customers: number }>(sql`
      select s.name as from, a.name as to, count(*)::int as customers from (${assignedSql(org, rules, [await cutAt(tx, org, rules, day, ids.length < customers ? ids : null)], ids)}) a
      left join (segmentations g join memberships m on m.organisation_id = g.organisation_id and m.segmentation_id = g.id and m.to_day is null
        join segments s on s.organisation_id = m.organisation_id and s.segmentation_id = m.segmentation_id and s.id = m.segment_id)
        on g.organisation_id = ${org.id} and g.slug = ${slug ?? ''} and m.customer_id = a.customer_id group by 1, 2`)
    const scaled = (n: number) => Math.round(n * scale)
    return {
      day, customers, looked_at: ids.length, begins, by_predictions: usesPredictions(rules),
      alike: inMajor(await alikeAmong(tx, org, rules, day, ids), minor),
      segments: segmentNames(rules).map((name) => {
        const n = counted.rows.filter((row) => row.to === name).reduce((sum, row) => sum + row.customers, 0)
        return { name, customers: scaled(n), share: ids.length > 0 ? n / ids.length : null }
      }),
      moves: slug === undefined ? [] : counted.rows.filter((row) => row.from !== row.to).map((row) => ({ ...row, customers: scaled(row.customers) })).toSorted((a, b) => b.customers - a.customers),
    }
  })
}

/** Customers in relationship on a day, and the ids of those who are looked at; what is read of them next is read whole. */
async function presentAt(tx: Tx, ctx: OrgCtx, day: LocalDay): Promise<{ ids: string[]; customers: number }> {
  const present = await tx.execute<{ id: string; of: number }>(sql`
    select customer_id as id, (count(*) over ())::int as of from (
      select distinct customer_id from spells where organisation_id = ${ctx.org.id} and start_day < ${day}::date and (end_day is null or end_day >= ${day}::date)) s order by 1 limit ${LOOKED_AT}`)
  if (ctx.db.kind === 'embedded') await tx.execute(sql`set local enable_nestloop = off`)
  return { ids: present.rows.map((row) => row.id), customers: present.rows[0]?.of ?? 0 }
}

/** Of the scores that a segmentation asks about, those that tell customers hardly apart at present; money in major units. Throws `not_found`. */
export function segmentAlike(ctx: OrgCtx, slug: string): Promise<Alike[]> {
  const wanted = segmentationSlug.parse(slug)
  return reading(ctx, async (tx) => {
    const row = await segmentationRow(tx, ctx, wanted)
    if (!row) throw notFound(`segmentation “${wanted}”`)
    const rules = definitionOf(row.definition)
    if (rules.kind !== 'rules') return []
    const day = await judgementDay(tx, ctx)
    const { ids } = await presentAt(tx, ctx, day)
    return inMajor(await alikeAmong(tx, ctx.org, rules, day, ids), 10 ** (currencyDigits(ctx.org.currency) ?? 2))
  })
}

const inMajor = (alike: Alike[], minor: number): Alike[] => alike.map((one) => (one.score === 'monetary' ? { ...one, low: one.low / minor, high: one.high / minor } : one))
