import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { sayLate } from './freshness'
import { isOwn, knownTeams, localDay, madeToSegment, nowSql, promiseState, PROMISE_STATES, type PromiseState } from './promise-state'
import { defineReport, type Asked } from './report'
import { presentlyWith } from './split'

type Found = { key: string; own: boolean; customers_overdue: number; overdue_new: number; oldest_overdue: string | null; promises: number } & Record<PromiseState, number>
const OPEN = ['due_later', 'due_today', 'overdue'] as const satisfies PromiseState[]
const NONE = 'none'
/** What fell due within so many days is newly overdue: of thousands, these can still be put right. */
export const NEW_DAYS = 7

export const promisesReport = defineReport({
  name: 'promises',
  title: 'What we owe, to whom and by when',
  definition: 'Promises made in the window by their state now, one each: due later, due today, overdue (past due with no record of it kept), kept on time, kept late, withdrawn by us, withdrawn by the customer. By owner or team stands what is still open; how promises ended is shown for the whole, for your own and for teams of five and more known people only.',
  parameters: z.object({ ...windowParameters, by: z.enum(['owner', 'team']).optional().describe('Whose: the person who does it (the default), or the team.'), segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stood when the promise was made.'), attribute: filterParameters.attribute.describe('`<name>:<value>` of a declared dimension of the customer, presently.') }),
  row: z.object({
    owner: z.string().describe('`total` for the whole, else the owner as written; `none` without one. With by=team: the team.'), label: rowField.label,
    promises: rowField.count.nullable(), due_today: rowField.count, overdue: rowField.count, due_later: rowField.count,
    kept: rowField.count.nullable(), kept_late: rowField.count.nullable(), withdrawn_by_us: rowField.count.nullable(), withdrawn_by_customer: rowField.count.nullable(),
    customers_overdue: rowField.count.describe('Customers to whom a promise is overdue.'),
    overdue_new: rowField.count.describe(`Of those overdue, due within the last ${NEW_DAYS} days.`), oldest_overdue: z.string().nullable().describe('The local day on which the oldest overdue one was due.'),
  }),
  keys: ['owner'],
  figures: {
    promises: { label: 'Promises', unit: 'count' }, due_today: { label: 'Due today', unit: 'count' }, overdue: { label: 'Overdue', unit: 'count', of: 'promises' }, due_later: { label: 'Due later', unit: 'count' },
    kept: { label: 'Kept on time', unit: 'count' }, kept_late: { label: 'Kept late', unit: 'count' }, withdrawn_by_us: { label: 'Withdrawn by us', unit: 'count' }, withdrawn_by_customer: { label: 'Withdrawn by the customer', unit: 'count' },
    customers_overdue: { label: 'Customers we owe', unit: 'count' }, overdue_new: { label: `Overdue, due within ${NEW_DAYS} days`, unit: 'count' },
  },
  draw: 'table',
  personal: true,
  measure: { field: 'overdue', better: 'lower' },

  async answer(asked) {
    await sayLate(asked, { kind: 'promise' })
    const { whose, own: ours } = owing(asked)
    const counts = sql`count(*)::int as promises, count(distinct person) filter (where state = 'overdue')::int as customers_overdue,
      count(*) filter (where state = 'overdue' and ${newly(asked, sql`due_at`)})::int as overdue_new, ${localDay(asked.ctx, sql`min(due_at) filter (where state = 'overdue')`)}::text as oldest_overdue,
      ${sql.join(PROMISE_STATES.map((state) => sql`count(*) filter (where state = ${state})::int as ${sql.raw(state)}`), sql`, `)}`
    const { rows } = await asked.tx.execute<Found>(sql`
      with x as materialized (
        select ${promiseState(asked.ctx)} as state, coalesce(${whose}, ${NONE}) as owner, coalesce(${ours}, false) as own, p.customer_id as person, pr.due_at
        from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id where pr.organisation_id = ${asked.ctx.org.id} and ${madeInWindow(asked)})
      select 'total' as key, true as own, ${counts} from x union all select owner, own, ${counts} from x group by 1, 2`)
    const open = (r: Found) => OPEN.reduce((n, state) => n + r[state], 0)
    const named = rows.filter((r) => r.key === 'total' || open(r) > 0 || r.own || r.key === NONE)
    const [total, ...owners] = [...named.filter((r) => r.key === 'total'), ...named.filter((r) => r.key !== 'total').toSorted((a, b) => b.overdue - a.overdue || b.due_today - a.due_today || a.key.localeCompare(b.key))]
    if (owners.length > 0) asked.note(asked.parameters.by === 'team' ? 'How promises ended is shown for teams of five and more known people; what is still open is for all, so that it can be done.' : 'How the promises of single people ended is not shown, except your own; what is still open is, so that it can be done.')
    return {
      rows: [total, ...owners].filter((r) => r !== undefined).map(({ key, own, ...r }) => ({
        owner: key, label: key === 'total' ? 'Total' : key === NONE ? 'Nobody yet' : key, due_today: r.due_today, overdue: r.overdue, due_later: r.due_later, customers_overdue: r.customers_overdue, overdue_new: r.overdue_new, oldest_overdue: r.oldest_overdue,
        ...(own ? { promises: r.promises, kept: r.kept, kept_late: r.kept_late, withdrawn_by_us: r.withdrawn_by_us, withdrawn_by_customer: r.withdrawn_by_customer } : { promises: null, kept: null, kept_late: null, withdrawn_by_us: null, withdrawn_by_customer: null }),
      })),
      statistics: { owners_without_open: rows.length - named.length },
    }
  },

  population(asked, { row, field }) {
    const whole = !row.owner || row.owner === 'total'
    const recent = field === 'overdue_new'
    const state = recent ? 'overdue' : PROMISE_STATES.find((s) => s === field)
    const open = recent || (OPEN as readonly string[]).includes(field)
    const { whose, own: ours } = owing(asked)
    const owner = whole ? sql`true` : row.owner === NONE ? sql`${whose} is null` : sql`${whose} = ${row.owner}`
    if (field === 'customers_overdue') return { of: 'customer', field, where: sql`c.id in (select p.customer_id from promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id where pr.organisation_id = ${asked.ctx.org.id} and ${madeInWindow(asked)} and ${owner} and ${promiseState(asked.ctx)} = 'overdue')` }
    // What is hidden in the row is hidden behind it too.
    const allowed = whole || open ? sql`true` : sql`coalesce(${ours}, false)`
    if (!state && field !== 'promises') return null
    return { of: 'promise', field, where: sql`${madeInWindow(asked)} and ${owner} and ${allowed} and ${state ? sql`${promiseState(asked.ctx)} = ${state}` : sql`true`} and ${recent ? newly(asked, sql`pr.due_at`) : sql`true`}` }
  },
})

/** Who owes a promise (alias pr), and whether how it ended may be shown: the reader's own, or a team large enough. */
const owing = ({ ctx, parameters }: Pick<Asked<{ by?: 'owner' | 'team' }>, 'ctx' | 'parameters'>): { whose: SQL; own: SQL } =>
  (parameters.by === 'team' ? { whose: sql`pr.team`, own: sql`pr.team in ${knownTeams(ctx)}` } : { whose: sql`pr.owner`, own: isOwn(ctx) })

const newly = ({ ctx }: Pick<Asked<unknown>, 'ctx'>, due: SQL): SQL => sql`${due} > ${nowSql(ctx)} - ${`${NEW_DAYS} days`}::interval`

/** Promises (alias pr, of profiles p). */
const madeInWindow = ({ ctx, window, split }: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL => sql`pr.made_at <= ${nowSql(ctx)} and ${localDay(ctx, sql`pr.made_at`)} >= ${window.from}::date and ${localDay(ctx, sql`pr.made_at`)} < ${window.to}::date and ${madeToSegment(ctx, split.segment)} and ${presentlyWith(sql`p.customer_id`, ctx, split.attribute)}`
