import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { listPeriods } from '../domain/time/local-day'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { contacts, countedByPart, countIf, inferable, periodOf, seenUntil, silence, SILENT_DAYS } from './contact-chains'
import { interactionsInView, interactionsOfPart } from './populations'
import { localDay } from './promise-state'
import { defineReport, type Asked } from './report'

const KINDS = ['linked', 'inferred'] as const
const KIND_LABEL = { linked: 'Issues that contacts name', inferred: 'Told from silence after a contact' } as const
type View = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>

export const firstContactResolution = defineReport({
  name: 'first-contact-resolution',
  title: 'How much is settled the first time they come',
  definition: `Issues resolved in the first contact with no further contact on that issue, on any channel, for ${SILENT_DAYS} days ÷ issues whose first contact is more than ${SILENT_DAYS} days old. Resolved in the first contact: on its local day; an issue nobody resolved was not. Linked issues are those contacts name. Inferred ones are contacts without an issue: a first contact of that person about that touchpoint after ${SILENT_DAYS} days of silence; silence for ${SILENT_DAYS} days after it, unless it failed, stands for resolved. An issue counts where its first contact falls in the window.`,
  parameters: z.object({ ...windowParameters, compare: parameter.compare, by: parameter.by, ...filterParameters }),
  row: z.object({
    key: rowField.key, kind: z.enum(KINDS), kind_label: z.string(), label: rowField.label, issues: rowField.count.describe(`With a first contact more than ${SILENT_DAYS} days old.`), resolved_first: rowField.count,
    fcr: rowField.share.describe('resolved_first ÷ issues.'), low: rowField.share, high: rowField.share, too_young: rowField.count.describe(`First contact within the last ${SILENT_DAYS} days: not judged yet.`),
  }),
  keys: ['key', 'kind'],
  figures: {
    issues: { label: 'Issues', unit: 'count' }, resolved_first: { label: 'Resolved in the first contact', unit: 'count' }, too_young: { label: 'Not judged yet', unit: 'count' },
    fcr: { label: 'First-contact resolution', unit: 'share', numerator: 'resolved_first', denominator: 'issues', low: 'low', high: 'high' },
  },
  draw: 'bars',
  joinsRecords: true,
  measure: { field: 'fcr', better: 'higher' },

  async answer(asked) {
    const counted = await countedByPart(asked, firsts(asked), COUNTED, { name: 'kind', expression: sql`kind` })
    await remarks(asked)
    const rows = withWholes(counted).map(rated)
    return { rows: rows.toSorted((a, b) => Number(b.key === 'total') - Number(a.key === 'total') || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)) }
  },

  async byPeriod(asked, interval) {
    const counted = await countedByPart(asked, firsts(asked), COUNTED, { name: 'kind', expression: sql`${periodOf(interval, sql`v.day`)} || ' ' || kind` })
    const told = counted.map((row) => ({ ...row, extra: row.extra.slice(11), period: row.extra.slice(0, 10) }))
    return listPeriods(asked.window.from, asked.window.to, interval).flatMap(({ start: period }) => withWholes(told.filter((row) => row.period === period)).map((row) => ({ ...rated(row), period })))
  },

  population(asked, { row, field }) {
    const kind = KINDS.find((k) => k === row.kind)
    const cell = { issues: sql`f.judged`, resolved_first: sql`f.judged and f.settled`, too_young: sql`not f.judged` }[field]
    if (!kind || !cell) return null
    return { of: 'interaction', field, where: sql`${interactionsInView(asked)} and ${interactionsOfPart(asked, row.key)} and i.id in (select f.id from ${firsts(asked)} f where f.kind = ${kind} and ${cell})` }
  },
})

const COUNTED = { issues: countIf(sql`judged`), resolved_first: countIf(sql`judged and settled`), too_young: countIf(sql`not judged`) }

type Counted = { key: string; label: string; extra: string } & Record<keyof typeof COUNTED, number>

/** The whole is told even where nobody came. */
const withWholes = (counted: readonly Counted[]): Counted[] => [...counted, ...KINDS.filter((kind) => !counted.some((row) => row.key === 'total' && row.extra === kind)).map((extra) => ({ key: 'total', label: 'Total', extra, issues: 0, resolved_first: 0, too_young: 0 }))]

function rated({ extra, key, label, issues, resolved_first, too_young }: Counted) {
  const rate = wilson(resolved_first, issues)
  const kind = KINDS.find((k) => k === extra) ?? 'linked'
  return { key, kind, kind_label: KIND_LABEL[kind], label, issues, resolved_first, fcr: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null, too_young }
}

/** First contacts, one per issue: kind, whether their days are over (`judged`), and whether that settled it. */
const firsts = (asked: View): SQL => sql`(
  select x.*, case when x.issue_id is null then 'inferred' else 'linked' end as kind, x.occurred_at + ${silence} <= ${seenUntil(asked)} as judged,
    case when x.issue_id is null then x.result is distinct from 'failed' and coalesce(x.here_next >= x.occurred_at + ${silence}, true)
      else coalesce(${localDay(asked.ctx, sql`s.resolved_at`)} <= x.day, false) and coalesce(x.issue_next >= x.occurred_at + ${silence}, true) end as settled
  from ${contacts(asked)} x left join issues s on s.organisation_id = x.organisation_id and s.profile_id = x.profile_id and s.id = x.issue_id
  where (x.issue_id is not null and x.issue_nth = 1) or (${inferable} and coalesce(x.here_last <= x.occurred_at - ${silence}, true)))`

async function remarks(asked: Asked<unknown>): Promise<void> {
  const found = await asked.tx.execute<{ stubs: number; silent: number; nowhere: number }>(sql`
    select (select count(*)::int from issues where organisation_id = ${asked.ctx.org.id} and stub) as stubs,
      (select count(*)::int from issues s where s.organisation_id = ${asked.ctx.org.id} and not exists (select 1 from interactions i where i.organisation_id = s.organisation_id and i.issue_id = s.id and i.direction = 'contact')) as silent,
      (select count(*)::int from interactions i where i.organisation_id = ${asked.ctx.org.id} and i.direction = 'contact' and i.issue_id is null and i.touchpoint_id = '00000000-0000-0000-0000-000000000000'::uuid) as nowhere`)
  const { stubs = 0, silent = 0, nowhere = 0 } = found.rows[0] ?? {}
  const several = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
  if (stubs > 0) asked.note(`${several(stubs, 'issue is', 'issues are')} only named by contacts, without a record of their own: nobody said they were resolved, so they count as unresolved.`)
  if (silent > 0) asked.note(`${several(silent, 'issue has', 'issues have')} no contact and cannot be judged.`)
  if (nowhere > 0) asked.note(`${several(nowhere, 'contact names', 'contacts name')} neither an issue nor a touchpoint and are left out.`)
}
