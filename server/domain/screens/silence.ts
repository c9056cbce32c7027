import { num, rowsOf, text, type Drawn, type Row, type Said } from './told'

const WEEK = 7
/** Of fewer the page gives no colour either. */
const ENOUGH = 30
const MOST_CURVES = 5

/**
 * Who is probably still a customer, as curves over the weeks of silence, one for each "how often they bought": a long silence
 * says the more the oftener somebody came. Each holds the mean of its group of weeks, and ends where too few are left.
 */
export function silence(said: Said): Drawn {
  const rows = rowsOf({ keys: ['group'] }, said, { cell: {} })
  const often = [...new Map(rows.map((row) => [text(row.frequency), text(row.frequency_label)]))]
    // One purchase says nothing about leaving: what that model gives would read as certainty.
    .filter(([frequency]) => !(frequency === '0' && said.statistics.model === 'bg_nbd'))
  const curves = often.map(([key, label]) => ({ key, label, steps: steps(rows.filter((row) => text(row.frequency) === key)) })).filter((curve) => curve.steps.length > 1).slice(-MOST_CURVES)
  const after = curves.length === 0 ? 0 : Math.min(...curves.map(({ steps: of }) => of.at(-1)?.t ?? 0))
  return {
    picture: { kind: 'retention', since: 'bought', unit: 'week', after, groups: curves.map((curve, index) => ({ ...curve, tone: curves.length === 1 ? 'ink' : `series:${index}`, stayed: curve.steps.findLast(({ t }) => t <= after)?.survival ?? 1 })) },
    hidden: 0,
  }
}

type Step = { t: number; survival: number; low: null; high: null }

/** From the first weeks with enough customers, until they are fewer: a curve does not jump over what is not known. */
function steps(rows: readonly Row[]): Step[] {
  const all = rows.map((row) => ({ days: Number(text(row.silence)), p: num(row.p_alive), n: num(row.customers) ?? 0 })).toSorted((a, b) => a.days - b.days)
  const known = all.map(({ p, n }) => p !== null && n >= ENOUGH)
  const first = known.indexOf(true)
  const end = known.indexOf(false, Math.max(0, first))
  return first < 0 ? [] : all.slice(first, end < 0 ? undefined : end).map(({ days, p }) => ({ t: days / WEEK, survival: p ?? 0, low: null, high: null }))
}
