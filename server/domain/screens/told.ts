import type { TargetMark } from '../targets/target'
import { inNaturalOrder } from '../natural'
import { surveyName } from '../surveys/names'
import { SMALLEST_GROUP, type Picture, type Shown } from './frame'

/** A report's declaration and answer as pictures need them: structural, so that any report can be drawn from its own words. */
export type ToldFigure = { label: string; unit: string; numerator?: string; denominator?: string; low?: string; high?: string; n?: string; of?: string; beside?: string; spoken?: Readonly<Record<string, string>> }
export type Told = { name: string; title: string; keys: readonly string[]; figures: Readonly<Record<string, ToldFigure | undefined>>; draw: string; measure: { field: string; better: 'higher' | 'lower' } | null; /** Figures of one row that its page draws side by side. */ sideBySide?: { cell: Readonly<Record<string, string>>; fields: readonly string[] } | null; /** Rows that are sums of the other ones, and by which fields they grew. */ sums?: { rows: readonly string[]; start: string; end: string; years: string; growth: string; first: string; last: string } | null; /** Keys whose parts stand in the order of the rows. */ ordered?: readonly string[]; /** The keys that tell parts apart only once somebody says `by`. */ splitKeys?: readonly string[] }
export type Row = Record<string, unknown>
export type Said = { rows: readonly Row[]; parameters: Readonly<Record<string, unknown>>; statistics: Readonly<Record<string, number | string | null>> }
/** Which figure of a report: null is its measure, else its first; the row's keys, periods left out. */
export type Wanted = { field: string | null; cell: Readonly<Record<string, string>> }

/** `target` asks for the target of a figure on its last day; `names` whether single people may be shown; `tiers` the value tiers by name, the best first. */
export type Means = { target: (field: string, value: number | null, last: string | null) => TargetMark | null; names: boolean; tiers: readonly string[] }
export type Drawn = { picture: Picture; hidden: number }

/** A slide that cannot be drawn, in words for whoever looks after the screen. */
export class NotDrawable extends Error {}

/** Keys whose values are single people. */
export const SINGLE_PEOPLE: readonly string[] = ['customer', 'owner', 'handled_by', 'member']

export const num = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')

export function figureOf(told: Told, { field }: Pick<Wanted, 'field'>): { field: string; figure: ToldFigure } {
  const name = field ?? told.measure?.field ?? Object.keys(told.figures)[0] ?? ''
  const figure = told.figures[name]
  if (!figure) throw new NotDrawable(`${told.title} has no figure “${name}”.`)
  return { field: name, figure }
}

export function shown(row: Row, field: string, figure: ToldFigure): Shown {
  const at = (name: string | undefined) => (name ? num(row[name]) : undefined)
  return { value: num(row[field]), unit: figure.unit, numerator: at(figure.numerator), denominator: at(figure.denominator), low: at(figure.low), high: at(figure.high) }
}

/** How moments ended, as people say it. */
export const RESULTS = { failed: 'Failed', met: 'Met', exceeded: 'Exceeded', not_recorded: 'Not recorded' } as const

/** "Failed: share of the moments": a figure's label, after what its cell picks out. `row` is one of the cell's. */
export function labelOf(told: Told, said: Said, { cell }: Pick<Wanted, 'cell'>, figure: ToldFigure, row: Row | undefined): string {
  const result = cell.result ?? said.parameters.result
  const of = [
    ...partKeys(told).flatMap((key) => (key === 'result' || (key === 'scale' && cell.survey === 'nps') || cell[key] === undefined || cell[key] === 'total' ? [] : [nameOf(row ?? {}, key) || (SPOKEN[key]?.(cell[key]) ?? cell[key])])),
    ...(typeof result === 'string' && told.keys.includes('result') ? [RESULTS[result as keyof typeof RESULTS] ?? result] : []),
  ]
  const picked = partKeys(told).flatMap((key) => (cell[key] === undefined || cell[key] === 'total' ? [] : [cell[key]]))
  const spoken = picked.length > 1 ? undefined : figure.spoken?.[picked[0] ?? 'total']
  if (spoken) return spoken
  return of.length === 0 ? figure.label : `${of.join(', ')}: ${figure.label.slice(0, 1).toLowerCase()}${figure.label.slice(1)}`
}

/** Sums grow while their period runs; rates of a period hardly begun say little. */
export const grows = ({ unit, denominator }: ToldFigure): boolean => denominator === undefined && (unit === 'count' || unit === 'money')

/** What of a figure’s periods is drawn: of a rate the whole ones alone, wherever there is one. What has only begun is no trend, however large it looks. */
export function lasting(rows: readonly Row[], figure: ToldFigure): readonly Row[] {
  const whole = grows(figure) ? rows : rows.filter((row) => row.partial !== true)
  return whole.length > 0 ? whole : rows
}

/** The keys that tell parts of a whole apart. */
export const partKeys = (told: Pick<Told, 'keys'>) => told.keys.filter((key) => key !== 'period' && key !== 't' && key !== 'period_index')

/** Whether a report has parts by itself, and not only once somebody says `by`. */
export const hasParts = (told: Pick<Told, 'keys' | 'splitKeys'>): boolean => partKeys(told).some((key) => !(told.splitKeys ?? ['key', 'segment']).includes(key))

/** Rows of one part: the cell's, else the whole's where there is one. */
export function rowsOf(told: Pick<Told, 'keys'>, said: Said, { cell }: Pick<Wanted, 'cell'>): Row[] {
  return partKeys(told).reduce<Row[]>((rows, key) => {
    const wanted = cell[key] ?? (rows.some((row) => row[key] === 'total') ? 'total' : undefined)
    return wanted === undefined ? rows : rows.filter((row) => String(row[key]) === wanted)
  }, [...said.rows])
}

/** How many stand behind a part's newest figure, for a count behind all of its periods; null where the report does not say. */
function behind(rows: readonly Row[], field: string, figure: ToldFigure): number | null {
  const last = rows.at(-1) ?? {}
  return num(last[figure.denominator ?? '']) ?? num(last[figure.n ?? '']) ?? (figure.unit === 'count' ? rows.reduce((sum, row) => sum + (num(row[field]) ?? 0), 0) : null)
}

/** One row a period: which of several is meant nobody could know. */
export function unambiguous(told: Told, rows: readonly Row[]): void {
  const last = rows.at(-1)
  if (last && rows.filter((row) => row.period === last.period).length > 1) throw new NotDrawable(`${told.title} has several rows here: open one of its figures and put that on the wall.`)
}

/** Parts of keys that are no names: as people say them. */
const SPOKEN: Readonly<Record<string, ((part: string) => string) | undefined>> = {
  result: (part) => RESULTS[part as keyof typeof RESULTS] ?? part, survey: surveyName, days: (part) => `Within ${part} days`, month: (part) => `Month ${part}`,
}

/** What a row’s part is called: a key with a label of its own by that one. */
const nameOf = (row: Row, key: string): string => text(row[`${key}_label`]) || text(row.label) || (SPOKEN[key]?.(text(row[key])) ?? '')

export type Part = { key: string; rows: Row[]; label: string; /** 1: a small group, to be left out. */ hidden: 0 | 1 }

/** The key whose parts an answer tells apart. */
export const partKeyOf = (told: Told, { rows }: Pick<Said, 'rows'>): string | undefined => partKeys(told).find((key) => rows.some((row) => row[key] !== 'total' && row[key] !== undefined))

/** The parts of a split without the whole; single people are refused unless names are on, small groups marked. */
export function parts(told: Told, said: Said, field: string, figure: ToldFigure, names: boolean): Part[] {
  const key = partKeyOf(told, said)
  if (!key) return []
  if (SINGLE_PEOPLE.includes(key) && !names) throw new NotDrawable(`${told.title} is of single people, and this screen shows no names.`)
  const groups = new Map<string, Row[]>()
  for (const row of said.rows) {
    const part = String(row[key])
    if (part !== 'total') groups.set(part, [...(groups.get(part) ?? []), row])
  }
  const others = partKeys(told).filter((k) => k !== key)
  // Branches have no order but that of their names: equal ones, and lines, stand in it.
  const inOrder = String(said.parameters.by ?? '').startsWith('attribute:') ? [...groups].toSorted(([a], [b]) => inNaturalOrder(a, b)) : [...groups]
  return inOrder.map(([part, given]) => {
    // Of the other keys the whole, where there is one.
    const rows = others.reduce((left, k) => (left.some((row) => row[k] === 'total') ? left.filter((row) => row[k] === 'total') : left), given)
    unambiguous(told, rows)
    const n = behind(rows, field, figure)
    return { key: part, rows, label: nameOf(rows.at(-1) ?? {}, key) || part, hidden: n !== null && n > 0 && n < SMALLEST_GROUP ? 1 : 0 }
  })
}
