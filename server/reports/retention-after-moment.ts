import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, isLocalDay, type LocalDay } from '../domain/time/local-day'
import { cox, type CoxSubject } from '../domain/statistics/cox'
import { kaplanMeier } from '../domain/statistics/kaplan-meier'
import { logRank } from '../domain/statistics/log-rank'
import { dayInWords } from '../domain/time/day-in-words'
import { parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { relationshipWindow } from './relationships'
import { defineReport, type Asked, type Statistics } from './report'
import { inParts, memberAsOf } from './split'
import { elapsed, lastSeen } from './tenures'
import { once } from './once'

/** What a customer met with in the days before the landmark; the strongest first, and against whom it is compared. */
const BY_RESULT = { reference: 'none', groups: ['failed', 'exceeded', 'met', 'not_recorded', 'none'], labels: { failed: 'After a failed moment', exceeded: 'After one exceeded', met: 'After one met', not_recorded: 'Result not recorded', none: 'No moment' } } as const
const BY_DOSE = { reference: 'one_failure', groups: ['failure_and_broken_promise', 'several_failures', 'one_failure', 'none'], labels: { failure_and_broken_promise: 'A failure and a broken promise', several_failures: 'Two failures or more', one_failure: 'One failure', none: 'No failure' } } as const

type Parameters = { from?: string; to?: string; unit: 'day' | 'week' | 'month'; compare_by: 'result' | 'dose'; landmark?: string; lookback_days: number }
type Question = Asked<Parameters>
type Found = { part: string | null; grp: string; days: number; exit: number; event: boolean; count: number }

export const retentionAfterMoment = defineReport({
  name: 'retention-after-moment',
  title: 'Does one bad interaction ruin it all?',
  definition: 'Landmark analysis: customers with us on the landmark day are grouped by the moments of the days before it (failed if any failed, else exceeded, else met, else not recorded; none without a moment), and followed from that day on, so that who stayed longer did not simply have longer to meet with something. By dose: one failure, two or more, a failure with a promise broken in the same days, none. Kaplan–Meier share still with us, log-log interval; leaving is voluntary or by lapse, who was closed by us or died is watched until then. Hazard ratios by Cox’s model in days, ties by Efron. Tiers are those of the landmark day. Associated with, never because.',
  parameters: z.object({
    ...windowParameters, unit: parameter.unit, min_at_risk: parameter.minAtRisk, by: z.string().regex(/^(segment|segmentation:.{1,200})$/u, 'must be segment or segmentation:<slug>').optional().describe('Splits by segment (the value tiers) or segmentation:<slug>, as on the landmark.'),
    segment: z.string().min(1).max(200).optional().describe('Slug of a value tier, or `segmentation:segment`, as on the landmark.'), touchpoint: z.string().min(1).max(200).optional().describe('Only moments at these touchpoints.'),
    compare_by: z.enum(['result', 'dose']).default('result').describe('Groups by result, or by how much went wrong.'),
    landmark: z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').optional().describe('The day customers are grouped on; without it, 180 days before the window’s end (or its middle, when shorter).'),
    lookback_days: z.coerce.number<number | string>().int().min(1).max(3650).default(90).describe('Moments of so many days before the landmark.'),
  }),
  row: z.object({
    key: rowField.key, group: z.string().describe('failed, exceeded, met, not_recorded, none; by dose one_failure, several_failures, failure_and_broken_promise, none.'), t: rowField.count.describe('Whole units since the landmark.'), label: rowField.label,
    at_risk: rowField.count, events: rowField.count.describe('Left after t whole units.'), survival: z.number(), low: rowField.share, high: rowField.share,
  }),
  keys: ['key', 'group', 't'],
  figures: { at_risk: { label: 'Customers watched', unit: 'count' }, events: { label: 'Left', unit: 'count' }, survival: { label: 'Still with us', unit: 'share', low: 'low', high: 'high', n: 'at_risk' } },
  draw: 'survival',

  async answer(asked) {
    const { groups, labels, reference } = asked.parameters.compare_by === 'dose' ? BY_DOSE : BY_RESULT
    const names: Readonly<Record<string, string>> = labels
    const { landmark, until } = await spanOf(asked)
    const { by } = asked.split
    const found = landmark >= until ? [] : (await asked.tx.execute<Found>(sql`select x.part, x.grp, x.days, x.exit, x.event, count(*)::int as count from ${followed(asked, landmark, until)} x group by 1, 2, 3, 4, 5`)).rows
    const parts = [{ key: 'total', label: 'Total', rows: found }, ...(by.kind === 'segmentation' ? by.parts.map(({ key, label, id }) => ({ key, label, rows: found.filter((r) => r.part === id) })) : [])]
    const rows = parts.flatMap((part) => groups.flatMap((group) => {
      const curve = kaplanMeier(part.rows.filter((r) => r.grp === group).map(({ exit, event, count }) => ({ exit, event, count })), { minAtRisk: asked.parameters.min_at_risk })
      return curve.rows.map(({ t, at_risk, events, survival, low, high }) => ({ key: part.key, group, t, label: `${names[group] ?? group}${part.key === 'total' ? '' : `, ${part.label}`}`, at_risk, events, survival, low, high }))
    }))
    asked.note(`Landmark: ${dayInWords(landmark)}, moments of the ${asked.parameters.lookback_days} days before it; followed to ${dayInWords(until)}.`)
    if (asked.parameters.compare_by === 'result' && found.length > 0) asked.note('Who has a moment at all is more active than who has none: the fairer comparison is failed against met.')
    if (asked.ctx.org.observedFrom === null && asked.ctx.org.lapseDays === null) asked.note('Nobody has said since when leaving is recorded (observed_from): curves may lie too high.')
    const statistics: Statistics = { landmark, followed_to: until, ties: 'efron', customers: sum(found), left: sum(found.filter((r) => r.event)) }
    for (const part of parts) Object.assign(statistics, figuresOf(part.rows, groups, reference, part.key === 'total' ? '' : `${part.key}:`, Object.keys(labels)))
    return { rows, statistics }
  },

  async population(asked, { row, field }) {
    if (field !== 'at_risk' && field !== 'events') return null
    const { landmark, until } = await spanOf(asked)
    const { by } = asked.split
    const part = by.kind === 'segmentation' ? by.parts.find((p) => p.key === row.key)?.id : undefined
    const whole = !row.key || row.key === 'total'
    if (!whole && !part) return null
    const t = sql`${Number(row.t) || 0}::int`
    return { of: 'customer', field, where: sql`c.id in (select x.customer_id from ${followed(asked, landmark, until)} x where x.grp = ${row.group ?? ''} and x.exit >= ${t} and ${field === 'events' ? sql`x.event and x.exit = ${t}` : sql`true`} and ${whole ? sql`true` : sql`x.part = ${part ?? ''}`})` }
  },
})

const sum = (rows: readonly { count: number }[]) => rows.reduce((n, r) => n + r.count, 0)

/** Customers, leavers and hazard ratios per group against the reference, failed against met apart; log-rank over all groups. Those of a tier begin with `<slug>:`. */
function figuresOf(rows: readonly Found[], groups: readonly string[], reference: string, prefix: string, names: readonly string[]): Statistics {
  const out: Statistics = {}
  for (const group of names) {
    const own = rows.filter((r) => r.grp === group)
    Object.assign(out, { [`${prefix}n_${group}`]: sum(own), [`${prefix}left_${group}`]: sum(own.filter((r) => r.event)) })
  }
  const others = groups.filter((g) => g !== reference && rows.some((r) => r.grp === g))
  const told = (name: string, hazard: { hazard_ratio: number; low: number; high: number; p: number } | null | undefined) =>
    Object.assign(out, { [`${prefix}hr_${name}`]: hazard?.hazard_ratio ?? null, [`${prefix}hr_${name}_low`]: hazard?.low ?? null, [`${prefix}hr_${name}_high`]: hazard?.high ?? null, [`${prefix}hr_${name}_p`]: hazard?.p ?? null })
  const subjects = (among: readonly Found[], of: readonly string[]): CoxSubject[] => among.map(({ days, event, count, grp }) => ({ exit: days, event, count, x: of.map((g) => Number(g === grp)) }))
  const fit = rows.some((r) => r.grp === reference) ? cox(subjects(rows, others)) : null
  for (const group of groups) if (group !== reference) told(group, fit?.hazards[others.indexOf(group)])
  if (groups.includes('met')) told('failed_against_met', cox(subjects(rows.filter((r) => r.grp === 'failed' || r.grp === 'met'), ['failed']))?.hazards[0])
  const test = logRank(groups.map((g) => rows.filter((r) => r.grp === g).map(({ days, event, count }) => ({ exit: days, event, count }))).filter((g) => g.length > 0))
  return Object.assign(out, { [`${prefix}chi_square`]: test?.chi_square ?? null, [`${prefix}df`]: test?.df ?? null, [`${prefix}p`]: test?.p ?? null })
}

async function spanOf(asked: Question): Promise<{ landmark: LocalDay; until: LocalDay }> {
  const { from, to } = await relationshipWindow(asked)
  const until = lastSeen(to)
  const stated = asked.parameters.landmark
  if (stated) return { landmark: stated, until }
  const half = addDays(until, -180)
  if (half > from) return { landmark: half, until }
  const days = Math.floor((Date.parse(until) - Date.parse(from)) / 86_400_000 / 2)
  return { landmark: addDays(until, -Math.max(0, days)), until }
}

/** Customers with us on the landmark: part (segment then), grp, days and whole units watched from then on, event. */
function followed({ ctx, split, parameters }: Question, landmark: LocalDay, until: LocalDay): SQL {
  const { org } = ctx
  const by = split.by
  const [day, last] = [sql`${landmark}::date`, sql`${until}::date`]
  const since = sql`(${day} - ${parameters.lookback_days}::int)`
  const broken = sql`exists (select 1 from profiles bp join promises pr on pr.organisation_id = bp.organisation_id and pr.profile_id = bp.id where bp.organisation_id = ${org.id} and bp.customer_id = s.customer_id
    and (pr.due_at at time zone ${org.timezone}::text)::date >= ${since} and (pr.due_at at time zone ${org.timezone}::text)::date < ${day} and not coalesce(pr.kept_at <= pr.due_at, false) and pr.withdrawn_by is distinct from 'customer')`
  const grp = parameters.compare_by === 'dose'
    ? sql`case when coalesce(e.failures, 0) = 0 then 'none' when ${broken} then 'failure_and_broken_promise' when e.failures > 1 then 'several_failures' else 'one_failure' end`
    : sql`case when e.customer_id is null then 'none' when e.failures > 0 then 'failed' when e.exceeded > 0 then 'exceeded' when e.met > 0 then 'met' else 'not_recorded' end`
  const left = sql`(s.end_day <= ${last} and s.end_kind in ('voluntary', 'lapse'))`
  const end = sql`least(coalesce(s.end_day, ${last}), ${last})`
  return once(sql`
    select s.customer_id, ${by.kind === 'segmentation' ? sql`g.segment_id::text` : sql`null::text`} as part, ${grp} as grp, (${end} - ${day})::int as days, ${elapsed(day, end, parameters.unit)}::int as exit, coalesce(${left}, false) as event
    from spells s
    left join ${once(sql`
      select m.customer_id, count(*) filter (where m.result = 'failed') as failures, count(*) filter (where m.result = 'exceeded') as exceeded, count(*) filter (where m.result = 'met') as met
      from moments m where m.organisation_id = ${org.id} and m.day >= ${since} and m.day < ${day} and ${inParts(sql`m.touchpoint_id`, split.touchpoints)} group by 1`)} e on e.customer_id = s.customer_id
    ${by.kind === 'segmentation' ? sql`left join memberships g on g.organisation_id = s.organisation_id and g.customer_id = s.customer_id and g.segmentation_id = ${by.segmentation.id} and g.from_day <= ${day} and (g.to_day is null or g.to_day > ${day})` : sql``}
    where s.organisation_id = ${org.id} and s.start_day < ${day} and (s.end_day is null or s.end_day > ${day}) and ${memberAsOf(sql`s.customer_id`, day, ctx, split.segment)}`)
}
