import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { kaplanMeier } from '../domain/statistics/kaplan-meier'
import { logRank } from '../domain/statistics/log-rank'
import type { Tenure } from '../domain/statistics/risk-set'
import { parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { customerParameters, partsWithNone, relationshipWindow } from './relationships'
import { defineReport, type Asked } from './report'
import { lastSeen, tenures, type TenureView } from './tenures'

type Fate = 'unknown_start' | 'before_recording' | 'without_group'
type Group = { grp: string | null; fate: Fate | null; entry: number; exit: number; event: boolean; n: number }

export const retentionCurve = defineReport({
  name: 'retention-curve',
  title: 'How long customers stay',
  definition: 'Kaplan–Meier: the share of customers still with us after t whole units since their acquisition, from their first relationship; 95 % interval log-log with Greenwood’s error. Customers acquired before leaving was recorded (observed_from) enter at the tenure they had that day; unknown acquisition dates are excluded and counted. Grouped by the segment of the day they enter (who had none yet enters on the day of the first), groups compared by log-rank.',
  parameters: z.object({
    from: windowParameters.from.describe('Only customers acquired from this local day on; without it, all.'),
    to: windowParameters.to.describe('The local day after the last one seen: who left later is still there.'),
    unit: parameter.unit, min_at_risk: parameter.minAtRisk, ...customerParameters,
  }),
  row: z.object({
    group: z.string().describe('`total` for the whole, else the slug of the part.'), label: rowField.label, t: rowField.count.describe('Whole units since acquisition.'),
    at_risk: rowField.count.describe('Customers watched who had reached t.'), events: rowField.count.describe('Who left after t whole units.'),
    survival: z.number(), std_err: rowField.share, low: rowField.share, high: rowField.share,
  }),
  keys: ['group', 't'],
  figures: {
    at_risk: { label: 'At risk', unit: 'count' }, events: { label: 'Left', unit: 'count' },
    survival: { label: 'Still with us', unit: 'share', low: 'low', high: 'high', n: 'at_risk' }, std_err: { label: 'Standard error', unit: 'share' },
  },
  draw: 'survival',
  measure: { field: 'survival', better: 'higher' },

  async answer(asked) {
    const view = await viewed(asked)
    const { min_at_risk: minAtRisk, unit } = asked.parameters
    const { by } = asked.split
    const whole = await grouped(asked, view, false)
    const split = by.kind === 'none' ? [] : await grouped(asked, view, true)
    const slugs = by.kind === 'segmentation' ? new Map(by.parts.map((p) => [p.id, p.key])) : null
    const groups = new Map<string, Tenure[]>([['total', []]])
    for (const { grp, fate, entry, exit, event, n } of [...whole, ...split]) {
      if (fate !== null || grp === null) continue
      const key = slugs?.get(grp) ?? grp
      const tenure = { entry, exit, event, count: n }
      groups.set(key, [...(groups.get(key) ?? []), tenure])
    }
    const curves = partsWithNone(by, new Set(groups.keys())).map((part) => ({ ...part, curve: kaplanMeier(groups.get(part.key) ?? [], { minAtRisk }) }))
    for (const { key, label, curve } of curves) {
      if (curve.conditional_from !== null) asked.note(`${key === 'total' ? 'Nobody' : `${label}: nobody`} was watched through every earlier ${unit}: survival is that of customers who had reached ${curve.conditional_from} ${unit}s.`)
      if (curve.subjects > 0 && curve.rows.length === 0) asked.note(`${label}: fewer than ${minAtRisk} customers were ever at risk together, so nothing is drawn.`)
    }
    const total = curves[0]?.curve
    const compared = curves.slice(1).map(({ key }) => groups.get(key) ?? [])
    const test = compared.length >= 2 ? logRank(compared) : null
    const lost = (rows: Group[], fate: Fate) => rows.reduce((n, r) => (r.fate === fate ? n + r.n : n), 0)
    const statistics = {
      subjects: total?.subjects ?? 0, excluded_unknown_start: lost(whole, 'unknown_start'), excluded_before_recording: lost(whole, 'before_recording'), without_group: lost(split, 'without_group'),
      never_at_risk: total?.never_at_risk ?? 0, conditional_from: total?.conditional_from ?? null, median: total?.rows.find((r) => r.survival <= 0.5)?.t ?? null,
      chi_square: test?.chi_square ?? null, df: test?.df ?? null, p: test?.p ?? null, groups: compared.length,
    }
    remarks(asked, statistics)
    return { rows: curves.flatMap(({ key, label, curve }) => curve.rows.map((row) => ({ group: key, label, ...row }))), statistics }
  },

  async population(asked, { row, field }) {
    if (field === 'std_err') return null
    const view = await viewed(asked)
    const { by } = asked.split
    const whole = row.group === undefined || row.group === 'total'
    const id = by.kind === 'segmentation' ? by.parts.find((p) => p.key === row.group)?.id : row.group
    if (!whole && (by.kind === 'none' || !id)) return null
    const t = sql`${Number(row.t) || 0}::int`
    const watched = sql`x.fate is null and x.exit >= ${t} and (x.entry = 0 or x.entry < ${t})`
    return {
      of: 'customer', field: field === 'events' ? field : 'at_risk',
      where: sql`c.id in (select x.customer_id from ${tenures(asked, view, !whole)} x where ${watched} and ${whole ? sql`true` : sql`x.grp = ${id}`} and ${field === 'events' ? sql`x.event and x.exit = ${t}` : sql`true`})`,
    }
  },
})

type Question = Asked<{ from?: string; to?: string; unit: 'day' | 'week' | 'month' }>

async function viewed(asked: Question): Promise<TenureView> {
  const window = await relationshipWindow(asked)
  return { unit: asked.parameters.unit, from: asked.parameters.from ?? null, until: lastSeen(window.to) }
}

/** Customers counted by equal tenures, so that ten million become a few thousand rows. */
async function grouped(asked: Question, view: TenureView, split: boolean): Promise<Group[]> {
  const result = await asked.tx.execute<Group>(sql`
    select x.grp, x.fate, x.entry::int as entry, x.exit::int as exit, x.event, count(*)::int as n from ${tenures(asked, view, split)} x group by 1, 2, 3, 4, 5`)
  return result.rows
}

function remarks(asked: Question, found: { excluded_unknown_start: number; excluded_before_recording: number; without_group: number; never_at_risk: number }): void {
  const { org } = asked.ctx
  const several = (n: number, what: string) => `${n.toLocaleString('en')} ${n === 1 ? 'customer' : 'customers'} ${what}`
  if (org.observedFrom === null && org.lapseDays === null) asked.note('Nobody has said since when leaving is recorded (observed_from). Customers who left before that are missing here, so the curve may lie far too high: ten-year survival of .61 can read .90.')
  if (Object.keys(org.observedFromBySource).length > 0) asked.note('Where the sources of a customer’s own record began to record leaving on days of their own, the earliest of these holds for that customer; else the organisation’s.')
  if (org.lapseDays !== null) asked.note(`Who buys nothing for ${org.lapseDays} days counts as lapsed, dated ${org.lapseDays} days after the last purchase. Where no acquisition is stated the first record stands for it: who came before the data begins is older than shown.`)
  if (found.excluded_unknown_start > 0) asked.note(`${several(found.excluded_unknown_start, 'without a stated acquisition date are left out')}.`)
  if (found.excluded_before_recording > 0) asked.note(`${several(found.excluded_before_recording, 'left (or were last seen) before leaving was recorded and are left out')}.`)
  if (found.without_group > 0) asked.note(`${several(found.without_group, 'never had a segment while they were with us: they are in the total only')}.`)
  if (found.never_at_risk > 0) asked.note(`${several(found.never_at_risk, 'were not watched for one whole unit')}.`)
  if (asked.split.by.kind === 'attribute') asked.note(`Customers are grouped by their present ${asked.split.by.name}.`)
}
