import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { NIL_ID } from '@/db/vocabulary'
import { rollupLaws } from '../queries/rollup-law'
import { windowParameters } from '../schemas/report-parameters'
import { sourceRhythms } from './freshness'
import { defineReport, type Asked } from './report'

type Row = { check: string; label: string; source: string | null; channel: string | null; count: number; of: number | null; share: number | null; last_record: string | null; usual_gap_days: number | null; silent_days: number | null; late: boolean | null; ok: boolean | null }

const empty = { source: null, channel: null, last_record: null, usual_gap_days: null, silent_days: null, late: null } as const

export const dataQuality = defineReport({
  name: 'data-quality',
  title: 'Can these figures be trusted',
  definition: 'What was sent, refused, in conflict or incomplete. The roll-up law: the sum of every roll-up equals the rows it was made from plus those erased. A source is late when it has been silent for longer than 95 % of its own gaps and a day.',
  parameters: z.object({ ...windowParameters }),
  row: z.object({
    check: z.string(), label: z.string(), source: z.string().nullable(), channel: z.string().nullable(),
    count: z.number().int().describe('How many records the check found; for a source, its records.'), of: z.number().int().nullable(), share: z.number().nullable(),
    last_record: z.string().nullable(), usual_gap_days: z.number().nullable(), silent_days: z.number().nullable(), late: z.boolean().nullable(),
    ok: z.boolean().nullable().describe('false: needs a look; null: for information.'),
  }),
  keys: ['check', 'source', 'channel'],
  figures: { count: { label: 'Records', unit: 'count' }, of: { label: 'Of', unit: 'count' }, share: { label: 'Share', unit: 'share', numerator: 'count', denominator: 'of' } },
  draw: 'table',
  whole: 'a source is checked as a whole',

  async answer(asked) {
    const rows: Row[] = [...(await law(asked)), ...(await intake(asked)), ...(await recorded(asked)), ...(await coverage(asked)), ...(await sources(asked))]
    return { rows }
  },

  population(asked, { row, field }) {
    if (field !== 'count') return null
    const window = sql`i.day >= ${asked.window.from}::date and i.day < ${asked.window.to}::date`
    if (row.check === 'without_touchpoint') return { of: 'interaction', field, where: sql`i.touchpoint_id = ${NIL_ID}::uuid and ${window}` }
    if (row.check === 'anonymous') return { of: 'interaction', field, where: sql`p.customer_id is null and ${window}` }
    if (row.check === 'future_dated') return { of: 'interaction', field, where: sql`i.day > ${asked.window.today}::date` }
    if (row.check === 'result_coverage') return { of: 'moment', field, where: sql`m.result is not null and m.day >= ${asked.window.from}::date and m.day < ${asked.window.to}::date` }
    return null
  },
})

const check = (name: string, label: string, count: number, of: number | null, ok: boolean | null): Row => ({ ...empty, check: name, label, count, of, share: of ? count / of : null, ok })

/** What each roll-up is a sum of, in words; the count is by how much it differs from the records. */
const LAWS: Record<string, string> = {
  rollup_daily: 'Sums per day differ from the interactions by',
  rollup_customer_month: 'Sums per customer and month differ from the interactions by',
  rollup_segment_daily: 'Sums per segment differ from the interactions by',
  source_daily: 'Sums per source differ from the records by',
  rollup_moments: 'Sums of moments differ from the moments by',
}

async function law(asked: Asked<unknown>): Promise<Row[]> {
  const found = await rollupLaws(asked.tx, asked.ctx.org.id)
  return Object.entries(found).filter(([, l]) => l.rows + l.rolled > 0).map(([name, l]) => check(`roll_up_law_${name}`, LAWS[name] ?? name, Math.abs(l.rolled - l.rows - l.erased), l.rows + l.erased, l.holds))
}

async function intake(asked: Asked<unknown>): Promise<Row[]> {
  const result = await asked.tx.execute<{ sent: number; accepted: number; duplicates: number; rejected: number; conflicts: number; odd: number; days: number }>(sql`
    select coalesce(sum(sent), 0)::float8 as sent, coalesce(sum(accepted), 0)::float8 as accepted, coalesce(sum(duplicates), 0)::float8 as duplicates, coalesce(sum(rejected), 0)::float8 as rejected, coalesce(sum(conflicts), 0)::float8 as conflicts,
      count(*) filter (where sent <> accepted + duplicates + rejected)::float8 as odd, count(*)::float8 as days
    from intake_daily where organisation_id = ${asked.ctx.org.id}`)
  const n = result.rows[0]
  if (!n || n.sent === 0) return []
  return [
    check('control_totals', 'Days of a source whose sent and counted records differ', n.odd, n.days, n.odd === 0),
    check('duplicates', 'Sent again, counted once', n.duplicates, n.sent, null),
    check('rejected', 'Refused', n.rejected, n.sent, n.rejected === 0),
    check('conflicts', 'Refused as conflicting with an earlier record', n.conflicts, n.sent, n.conflicts === 0),
  ]
}

async function recorded(asked: Asked<unknown>): Promise<Row[]> {
  const { ctx, window } = asked
  const result = await asked.tx.execute<{ all: number; untouched: number; future: number }>(sql`
    select coalesce(sum(interactions) filter (where day >= ${window.from}::date and day < ${window.to}::date), 0)::float8 as all,
      coalesce(sum(interactions) filter (where touchpoint_id = ${NIL_ID}::uuid and day >= ${window.from}::date and day < ${window.to}::date), 0)::float8 as untouched,
      coalesce(sum(interactions) filter (where day > ${window.today}::date), 0)::float8 as future
    from rollup_daily where organisation_id = ${ctx.org.id}`)
  const anonymous = await asked.tx.execute<{ n: number }>(sql`
    select count(*)::float8 as n from profiles p join interactions i on i.organisation_id = p.organisation_id and i.profile_id = p.id
    where p.organisation_id = ${ctx.org.id} and p.customer_id is null and i.day >= ${window.from}::date and i.day < ${window.to}::date`)
  const n = result.rows[0]
  if (!n || n.all + n.future === 0) return []
  return [
    check('without_touchpoint', 'Interactions without a touchpoint', n.untouched, n.all, n.untouched === 0),
    check('anonymous', 'Interactions of anonymous profiles', anonymous.rows[0]?.n ?? 0, n.all, null),
    check('future_dated', 'Interactions dated after today (they wait)', n.future, n.all + n.future, n.future === 0),
  ]
}

async function coverage(asked: Asked<unknown>): Promise<Row[]> {
  const result = await asked.tx.execute<{ all: number; told: number }>(sql`
    select count(*)::float8 as all, count(result)::float8 as told from moments
    where organisation_id = ${asked.ctx.org.id} and day >= ${asked.window.from}::date and day < ${asked.window.to}::date`)
  const n = result.rows[0]
  return n && n.all > 0 ? [check('result_coverage', 'Moments with a recorded result', n.told, n.all, null)] : []
}

async function sources(asked: Asked<unknown>): Promise<Row[]> {
  return (await sourceRhythms(asked)).map((s) => ({
    ...check('source', `${s.kind.replaceAll('_', ' ')}s of ${s.source}${s.channel ? ` by ${s.channel.name}` : ''}`, s.records, null, !s.late),
    source: `${s.source}:${s.kind}`, channel: s.channel?.slug ?? null, last_record: s.last, usual_gap_days: s.usualGapDays, silent_days: s.silentDays, late: s.late,
  }))
}
