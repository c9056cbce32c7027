import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { StoredReason } from '@/db/schema'
import { isRiskReason, LISTED_AT, OPEN, RECENT_DAYS, RISING, RISK_REASONS, RISK_WEIGHTS, type RiskReason } from '../domain/risk/weights'
import type { Reason } from '../domain/risk/score'
import { movesOf, reasonText } from '../domain/risk/words'
import { toMajor } from '../domain/money'
import { RESULT_DAYS } from '../domain/settle/moments'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, type LocalDay } from '../domain/time/local-day'
import { recordId } from '../domain/ids'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { partOfEach } from './customer-parts'
import { sayLate } from './freshness'
import { customerParameters } from './relationships'
import { defineReport, type Answer, type Asked } from './report'
import { scoredDay, WEIGHTS_TEXT } from './risk'
import { memberAsOf, presentlyWith, VALUE_TIERS } from './split'

const WEEK = 7
const points = (reason: RiskReason) => rowField.count.describe(`Points for: ${RISK_WEIGHTS[reason].label.toLowerCase()}. ${RISK_WEIGHTS[reason].rule}`)

/** Behind a reason; where the reason gives no points its count says nothing. */
const counted = rowField.count.nullable().describe('Null where they give no points.')

const row = z.object({
  customer: z.string(), name: z.string().nullable(), tier: z.string().nullable().describe('Value tier as of the day.'), scored_on: z.string(), left_on: z.string().nullable(),
  score: rowField.count, score_before: rowField.count.nullable().describe('Seven days earlier; null where nobody was scored then, or the customer had not come yet.'), change: rowField.count.nullable(),
  value_at_stake: rowField.money, value_basis: z.enum(['predicted', 'historic']), reasons: z.string(), moved: z.string().describe('What changed since the week before, in points that add up to the change.'),
  silent: points('silent'), failed_moment: points('failed_moment'), broken_promise: points('broken_promise'), strong_negative: points('strong_negative'),
  contacts_rising: points('contacts_rising'), open_issue: points('open_issue'), spending_less: points('spending_less'),
  failed_moments: counted, broken_promises: counted, open_issues: counted, recent_contacts: counted,
  group: z.string().nullable().describe('With `by`: the part the customer stood in on the day; else null.'), group_label: z.string().nullable(),
})

export const atRisk = defineReport({
  name: 'at-risk',
  title: 'Who may be about to leave',
  definition: `Customers in relationship whose score is ${LISTED_AT} or more, the most value at stake first. The score adds up points for what was recorded before the day of the list: ${WEIGHTS_TEXT}. The points are stated, not estimated; how often the list was right is in risk-hits. Signs of life are days with a contact or a look-up, or with a purchase where a customer has none of these. Value at stake is the predicted value where there is a prediction, else what the customer brought in the 365 days before; of who has left, always that. Who has left keeps the score of that day and stands in a list of their own (who=left).`,
  parameters: z.object({
    from: windowParameters.from, to: windowParameters.to.describe('The list as of this day, from records before it; the newest scored day on or before it is taken.'), segment: filterParameters.segment, attribute: filterParameters.attribute,
    by: customerParameters.by.describe('Names the part each customer stood in on the day of the list: segment, segmentation:<slug> or attribute:<name>.'),
    who: z.enum(['present', 'left']).default('present').describe('present: those still with us; left: those who left in the 90 days before, with the score they had on that day.'),
    customer: z.string().min(1).max(200).optional().describe('Only this customer, whatever the score.'),
    limit: z.coerce.number<number | string>().int().min(1).max(100_000).default(1000).describe('Rows at most; how many there are in all is in the statistics.'),
  }),
  row,
  keys: ['customer'],
  figures: {
    score: { label: 'Score', unit: 'number' }, score_before: { label: 'Score a week before', unit: 'number' }, change: { label: 'Change in a week', unit: 'number' }, value_at_stake: { label: 'Value at stake', unit: 'money' },
    failed_moments: { label: `Failed moments in ${RECENT_DAYS} days`, unit: 'count' }, broken_promises: { label: `Broken promises in ${RECENT_DAYS} days`, unit: 'count' },
    open_issues: { label: 'Open issues', unit: 'count' }, recent_contacts: { label: `Contacts in ${RISING.recentDays} days`, unit: 'count' },
  },
  draw: 'table',

  async answer(asked): Promise<Answer<z.output<typeof row>>> {
    const day = await scoredDay(asked, asked.window.to)
    if (day === null) {
      asked.note('Nobody has been scored yet: scores are computed in the background once records have arrived.')
      return { rows: [], statistics: { listed: 0 } }
    }
    await sayLate(asked)
    if (day !== asked.window.to) asked.note(`Scored as of ${dayInWords(day)}, the newest scored day before.`)
    const { ctx: { org }, tx, parameters } = asked
    const predicted = parameters.who === 'present' && await predictions(asked, day)
    const listed = sql`(${scope(asked, day)}) k`
    const totals = await tx.execute<{ listed: number; value: number; worse: number }>(sql`
      select count(*)::int as listed, coalesce(sum(greatest(${stake(predicted, sql`k.value`, sql`k.clv`)}, 0)), 0)::float8 as value, count(*) filter (where k.score > coalesce(k.score_before, 0))::int as worse from ${listed}`)
    const found = await tx.execute<Found>(sql`
      select k.*, ${stake(predicted, sql`k.value`, sql`k.clv`)}::float8 as stake, c.external_id as customer, c.name,
        (select g.name from memberships ms join segmentations sn on sn.organisation_id = ms.organisation_id and sn.id = ms.segmentation_id and sn.slug = ${VALUE_TIERS}
          join segments g on g.organisation_id = ms.organisation_id and g.segmentation_id = ms.segmentation_id and g.id = ms.segment_id
          where ms.organisation_id = ${org.id} and ms.customer_id = k.customer_id and ms.from_day <= k.scored_on::date and (ms.to_day is null or ms.to_day > k.scored_on::date) limit 1) as tier
      from ${listed} join customers c on c.organisation_id = ${org.id} and c.id = k.customer_id order by stake desc, k.score desc, c.external_id limit ${parameters.limit}`)
    const week = await tx.execute(sql`select 1 from risk_days where organisation_id = ${org.id} and day = ${addDays(day, -WEEK)}::date`)
    if (week.rows.length === 0 && parameters.who === 'present') asked.note('Nobody was scored a week before, so nothing is said about what moved.')
    const { listed: n, value, worse } = totals.rows[0] ?? { listed: 0, value: 0, worse: 0 }
    if (n > found.rows.length) asked.note(`${found.rows.length.toLocaleString('en')} of ${n.toLocaleString('en')} customers are shown, those with the most value at stake.`)
    if (predicted && found.rows.some((r) => r.clv === null)) asked.note('Customers without a prediction stand with what they brought in the 365 days before.')
    const partOf = await partOfEach(asked, found.rows.map((r) => r.customer_id), found.rows.map((r) => r.scored_on))
    const rows = found.rows.map((r) => ({ ...rowOf(r, { compared: week.rows.length > 0 && parameters.who === 'present', predicted, money: (minor) => toMajor(Math.round(minor), org.currency) }), group: partOf(r.customer_id)?.key ?? null, group_label: partOf(r.customer_id)?.label ?? null }))
    return { rows, statistics: { day, listed: n, value_at_stake: toMajor(Math.round(value), org.currency), rising: worse, listed_at: LISTED_AT, value_basis: predicted ? 'predicted' : 'historic' } }
  },

  async population(asked, { row: { customer }, field }) {
    const day = await scoredDay(asked, asked.window.to)
    if (day === null || !customer) return null
    const { ctx: { org } } = asked
    const id = recordId(org.id, 'customer', '', customer)
    const own = await asked.tx.execute<{ id: string; scored_on: string }>(sql`select k.customer_id::text as id, k.scored_on from (${scope(asked, day)}) k join profiles p on p.organisation_id = ${org.id} and p.customer_id = k.customer_id where p.id = ${id}`)
    const [found] = own.rows
    const on = sql`${found?.scored_on ?? day}::date`
    const since = (column: SQL, days: number) => sql`${column} < ${on} and ${column} >= ${on} - ${days}::int`
    const midnight = (at: SQL) => sql`(${at}::timestamp at time zone ${org.timezone}::text)`
    const theirs = sql`p.customer_id = ${found?.id ?? null}::uuid`
    if (field === 'failed_moments') return { of: 'moment', field, where: sql`m.customer_id = ${found?.id ?? null}::uuid and m.result = 'failed' and ${since(sql`m.day`, RECENT_DAYS)} and (m.result_source is distinct from 'rule' or m.day + ${RESULT_DAYS + 1}::int <= ${on})` }
    if (field === 'recent_contacts') return { of: 'interaction', field, where: sql`${theirs} and i.direction = 'contact' and i.form <> 'observation' and ${since(sql`i.day`, RISING.recentDays)}` }
    if (field === 'broken_promises') {
      return { of: 'promise', field, where: sql`${theirs} and pr.due_at < ${midnight(on)} and pr.due_at >= ${midnight(sql`(${on} - ${RECENT_DAYS}::int)`)}
        and not coalesce(pr.kept_at < ${midnight(on)}, false) and not coalesce(pr.withdrawn_by = 'customer' and pr.withdrawn_at < ${midnight(on)}, false)` }
    }
    if (field === 'open_issues') return { of: 'issue', field, where: sql`${theirs} and ${since(sql`(iss.opened_at at time zone ${org.timezone}::text)::date`, OPEN.oldestDays)} and (iss.resolved_at is null or iss.resolved_at >= ${midnight(on)})` }
    return { of: 'customer', field: 'customers', where: sql`c.id = ${found?.id ?? null}::uuid` }
  },
})

type Question = Asked<{ who: 'present' | 'left'; customer?: string; limit: number }>
type Found = { customer_id: string; scored_on: string; frozen: boolean; score: number; reasons: StoredReason[]; value: number; score_before: number | null; reasons_before: StoredReason[] | null; clv: number | null; here_before: boolean; stake: number; customer: string; name: string | null; tier: string | null }

/** The customers on the list with their scores, of that day and of the week before. */
function scope(asked: Question, day: LocalDay): SQL {
  const { ctx, parameters: { who, customer }, split } = asked
  const org = ctx.org.id
  const on = sql`${day}::date`
  const those = who === 'left' ? sql`r.frozen and r.day < ${on} and r.day >= ${on} - ${RECENT_DAYS}::int` : sql`r.day = ${on}`
  const only = customer ? sql`r.customer_id in (select p.customer_id from profiles p where p.organisation_id = ${org} and p.id = ${recordId(org, 'customer', '', customer)})` : who === 'left' ? sql`true` : sql`r.score >= ${LISTED_AT}`
  return sql`select r.customer_id, r.day::text as scored_on, r.frozen, r.score, r.reasons, r.value::float8 as value, b.score as score_before, b.reasons as reasons_before,
      (select cp.clv::float8 from customer_predictions cp where cp.organisation_id = ${org} and cp.customer_id = r.customer_id and cp.as_of < ${on}) as clv,
      exists (select 1 from spells s where s.organisation_id = ${org} and s.customer_id = r.customer_id and s.start_day < r.day - ${WEEK}::int and (s.end_day is null or s.end_day >= r.day - ${WEEK}::int)) as here_before
    from risk_scores r left join risk_scores b on b.organisation_id = r.organisation_id and b.customer_id = r.customer_id and b.day = r.day - ${WEEK}::int
    where r.organisation_id = ${org} and ${those} and ${only} and ${memberAsOf(sql`r.customer_id`, sql`r.day`, ctx, split.segment)} and ${presentlyWith(sql`r.customer_id`, ctx, split.attribute)}`
}

const stake = (predicted: boolean, value: SQL, clv: SQL): SQL => (predicted ? sql`coalesce(${clv}, ${value})` : value)

/** Predictions are of the present: a list of the past, and who has left, stand with what was known then. */
async function predictions({ ctx, tx }: Question, day: LocalDay): Promise<boolean> {
  const found = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from customer_predictions where organisation_id = ${ctx.org.id} and as_of < ${day}::date) as any`)
  return found.rows[0]?.any ?? false
}

const known = (list: readonly StoredReason[]): Reason[] => list.flatMap((r) => (isRiskReason(r.reason) ? [{ reason: r.reason, points: r.points, figures: r.figures }] : []))

function rowOf(r: Found, { compared, predicted, money }: { compared: boolean; predicted: boolean; money: (minor: number) => number }): Omit<z.output<typeof row>, 'group' | 'group_label'> {
  const [reasons, before] = [known(r.reasons), known(r.reasons_before ?? [])]
  const of = (reason: RiskReason) => reasons.find((x) => x.reason === reason)
  const count = (reason: RiskReason, figure: string) => of(reason)?.figures[figure] ?? null
  const scoreBefore = compared && r.here_before ? (r.score_before ?? 0) : null
  return {
    customer: r.customer, name: r.name, tier: r.tier, scored_on: r.scored_on, left_on: r.frozen ? r.scored_on : null, score: r.score, score_before: scoreBefore, change: scoreBefore === null ? null : r.score - scoreBefore,
    value_at_stake: money(r.stake), value_basis: predicted && r.clv !== null ? 'predicted' as const : 'historic' as const, reasons: reasons.map(reasonText).join('; '), moved: scoreBefore === null ? '' : movesOf(reasons, before).map((m) => m.text).join(', '),
    ...(Object.fromEntries(RISK_REASONS.map((reason) => [reason, of(reason)?.points ?? 0])) as Record<RiskReason, number>),
    failed_moments: count('failed_moment', 'moments'), broken_promises: count('broken_promise', 'promises'), open_issues: count('open_issue', 'issues'), recent_contacts: count('contacts_rising', 'contacts'),
  }
}
