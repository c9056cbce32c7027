import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import type { PlanInterval } from '@/db/vocabulary'
import { addDays, listPeriods } from '../domain/time/local-day'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { periodOf } from './contact-chains'
import { sayLate } from './freshness'
import { isOwn, knownTeams, localDay, madeToSegment, nowSql, promiseState, SMALLEST_TEAM, teamOf, type PromiseState } from './promise-state'
import { defineReport, type Asked } from './report'
import { channelParts, presentlyWith, touchpointParts } from './split'

const BY = ['team', 'channel', 'touchpoint', 'owner'] as const
/** What fell due, by what became of it. */
const OUTCOMES = { kept: ['kept'], late: ['kept_late'], broken: ['overdue', 'withdrawn_by_us'], withdrawn_by_customer: ['withdrawn_by_customer'] } as const satisfies Record<string, PromiseState[]>
const DUE = [...OUTCOMES.kept, ...OUTCOMES.late, ...OUTCOMES.broken] as const
type Counts = { due: number; kept: number; late: number; broken: number; withdrawn_by_customer: number }
type Question = Asked<{ by?: (typeof BY)[number] }>

/** Keys of rows that are no slug: small teams together, promises that nothing says it of, the reader's own. */
const SMALL = 'small_teams'
const NONE = 'none'
const OWN = 'own'

export const followThrough = defineReport({
  name: 'follow-through',
  title: 'Do we do what we said we would?',
  definition: 'Promises kept on time ÷ promises that fell due in the window. Kept late stands apart; past due with no record is broken, so is one that we withdrew; withdrawn by the customer is excluded. Not due yet is not counted. Teams are shown from five known people on; of single people only the reader sees their own.',
  parameters: z.object({ ...windowParameters, compare: parameter.compare, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stood when the promise was made.'), attribute: filterParameters.attribute.describe('`<name>:<value>` of a declared dimension of the customer, presently.'), by: z.enum(BY).optional().describe('Splits the whole: team, channel or touchpoint (of the contact it was made in), owner (your own).') }),
  row: z.object({
    key: rowField.key, label: rowField.label, due: rowField.count, kept: rowField.count.describe('On time.'), late: rowField.count, broken: rowField.count,
    rate: rowField.share.describe('kept ÷ due.'), low: rowField.share, high: rowField.share, withdrawn_by_customer: rowField.count.describe('Not in `due`.'),
  }),
  keys: ['key'],
  figures: {
    due: { label: 'Promises due', unit: 'count' }, kept: { label: 'Kept on time', unit: 'count' }, late: { label: 'Kept late', unit: 'count' }, broken: { label: 'Broken', unit: 'count' },
    rate: { label: 'Follow-through', unit: 'share', numerator: 'kept', denominator: 'due', low: 'low', high: 'high' }, withdrawn_by_customer: { label: 'Withdrawn by the customer', unit: 'count' },
  },
  draw: 'bars',
  personal: true,
  measure: { field: 'rate', better: 'higher' },

  async answer(asked) {
    followed(asked)
    await sayLate(asked, { kind: 'promise' })
    const rows = (await rowsOf(asked, null)).map(({ period: _whole, ...row }) => row)
    if (asked.parameters.by === 'team') asked.note(`Teams of fewer than ${SMALLEST_TEAM} known people are shown together.`)
    if (asked.parameters.by === 'owner') asked.note('Figures about single people are not shown; your own are.')
    return { rows: [...rows.filter((r) => r.key === 'total'), ...rows.filter((r) => r.key !== 'total').toSorted((a, b) => b.due - a.due || a.key.localeCompare(b.key))] }
  },

  byPeriod: (asked, interval) => rowsOf(asked, interval),

  async population(asked, { row, field }) {
    followed(asked)
    const { key, labels } = await splitOf(asked)
    const states = field === 'due' ? DUE : OUTCOMES[field as keyof typeof OUTCOMES]
    if (!states) return null
    const id = [...labels].find(([, part]) => part.key === row.key)?.[0] ?? row.key ?? 'total'
    return { of: 'promise', field, where: sql`${dueInWindow(asked)} and ${promiseState(asked.ctx)} in (${sql.join(states.map((s) => sql`${s}`), sql`, `)}) and ${id === 'total' ? sql`true` : sql`${key} = ${id}`}` }
  },
})

/** Rows of the whole window, or of each of its periods. */
async function rowsOf(asked: Question, interval: PlanInterval | null) {
  const period = interval ? periodOf(interval, localDay(asked.ctx, sql`pr.due_at`)) : sql`''::text`
  const { key, labels } = await splitOf(asked)
  const is = (states: readonly PromiseState[]) => sql`count(*) filter (where state in (${sql.join(states.map((s) => sql`${s}`), sql`, `)}))::int`
  const counts = sql`${is(DUE)} as due, ${is(OUTCOMES.kept)} as kept, ${is(OUTCOMES.late)} as late, ${is(OUTCOMES.broken)} as broken, ${is(OUTCOMES.withdrawn_by_customer)} as withdrawn_by_customer`
  const found = await asked.tx.execute<Counts & { period: string; key: string }>(sql`
    with x as materialized (select ${promiseState(asked.ctx)} as state, ${key} as key, ${period} as period from promises pr ${CARRIER} where pr.organisation_id = ${asked.ctx.org.id} and ${dueInWindow(asked)})
    select ${interval ? sql`period` : sql`''`} as period, 'total' as key, ${counts} from x ${interval ? sql`group by 1` : sql``} union all select period, key, ${counts} from x where key is not null group by 1, 2`)
  const silent = interval ? listPeriods(asked.window.from, asked.window.to, interval).filter(({ start }) => !found.rows.some((row) => row.period === start)) : []
  const none = { key: 'total', due: 0, kept: 0, late: 0, broken: 0, withdrawn_by_customer: 0 }
  return [...found.rows, ...silent.map(({ start }) => ({ ...none, period: start }))].map(({ period: of, key: id, due, kept, late, broken, withdrawn_by_customer }) => {
    const rate = wilson(kept, due)
    return { period: of, key: labels.get(id)?.key ?? id, label: id === 'total' ? 'Total' : (labels.get(id)?.label ?? id), due, kept, late, broken, rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, withdrawn_by_customer }
  })
}

/** The contact it was made in (li) and its issue (iss), as the drill-down joins them. */
const CARRIER: SQL = sql`left join interactions li on li.organisation_id = pr.organisation_id and li.profile_id = pr.profile_id and li.id = pr.interaction_id
  left join issues iss on iss.organisation_id = pr.organisation_id and iss.profile_id = pr.profile_id and iss.id = pr.issue_id`

/** Promises (alias pr) that fell due in the window and by now. */
const dueInWindow = ({ ctx, window, split }: Pick<Question, 'ctx' | 'window' | 'split'>): SQL => sql`pr.made_at <= ${nowSql(ctx)} and pr.due_at < ${nowSql(ctx)}
  and ${localDay(ctx, sql`pr.due_at`)} >= ${window.from}::date and ${localDay(ctx, sql`pr.due_at`)} < ${window.to}::date and ${madeToSegment(ctx, split.segment)}
  and ${split.attribute === null ? sql`true` : sql`pr.profile_id in (select ap.id from profiles ap where ap.organisation_id = pr.organisation_id and ${presentlyWith(sql`ap.customer_id`, ctx, split.attribute)})`}`

/** What falls due needs no new record to be broken: without `to` the window reaches to today, wherever the records end. */
function followed(asked: Question & { parameters: { to?: string } }): void {
  const { window, parameters: { to }, note } = asked
  const tomorrow = addDays(window.today, 1)
  if (to !== undefined || window.to >= tomorrow) return
  asked.window = { ...window, to: tomorrow }
  note('Promises are followed to today: what fell due since without a record is broken.')
}

async function splitOf(asked: Question): Promise<{ key: SQL; labels: Map<string, { key: string; label: string }> }> {
  const { tx, ctx, parameters: { by } } = asked
  const named = (parts: { id: string | null; key: string; label: string }[], none: string) => new Map([...parts.map(({ id, key, label }) => [id ?? '', { key, label }] as const), [NONE, { key: NONE, label: none }]])
  switch (by) {
    case 'team': return { key: sql`case when ${teamOf} is null then ${NONE} when ${teamOf} in ${knownTeams(ctx)} then ${teamOf} else ${SMALL} end`, labels: new Map([[NONE, { key: NONE, label: 'No team' }], [SMALL, { key: SMALL, label: 'Smaller teams together' }]]) }
    case 'owner': return { key: sql`case when ${isOwn(ctx)} then ${OWN} end`, labels: new Map([[OWN, { key: OWN, label: 'Your own' }]]) }
    case 'channel': return { key: sql`coalesce(li.channel_id::text, ${NONE})`, labels: named(await channelParts(tx, ctx), 'No contact named') }
    case 'touchpoint': return { key: sql`coalesce(nullif(li.touchpoint_id, '00000000-0000-0000-0000-000000000000'::uuid)::text, iss.touchpoint_id::text, ${NONE})`, labels: named((await touchpointParts(tx, ctx)).filter((p) => p.key !== NONE), 'No touchpoint') }
    case undefined: return { key: sql`null::text`, labels: new Map() }
  }
}
