import type { SlideKind } from '@/db/vocabulary'
import { hasParts, partKeys, type Told } from './told'

/** The figure of a slide of findings that says whether we are all right, instead of what changed. */
export const ALL_RIGHT = 'all_right'

/** Tables of several keys without a whole, of two days, of how late what is or of how well a model fits: only single figures of them can be read from afar. */
export const BY_FIGURE: readonly string[] = ['segment-migration', 'freshness', 'data-quality', 'value-model', 'value-holdout', 'value-foreseen', 'channel-gap', 'journey-steps', 'journey-paths', 'journey-deviations', 'plan-impact', 'plan-portfolio', 'assumptions']

/** What a slide of a report begins with where its first figure answers nothing by itself. */
const BEGINS: Readonly<Record<string, { kind: SlideKind; field: string; cell: Record<string, string>; /** Only where its first way shows nothing. */ second?: true } | undefined>> = {
  'channels-per-issue': { kind: 'big_number', field: 'several_share', cell: {} },
  recovery: { kind: 'bars', field: 'retention', cell: {} },
  'channel-breadth': { kind: 'bars', field: 'adjusted_margin', cell: {} },
  'cohort-retention': { kind: 'bars', field: 'share', cell: {} },
  'leaving-by-tenure': { kind: 'bars', field: 'hazard', cell: {} },
  'risk-hits': { kind: 'bars', field: 'rate', cell: { day: 'total' } },
  'value-alive': { kind: 'bars', field: 'p_alive', cell: {}, second: true },
  'value-concentration': { kind: 'big_number', field: 'share_of_value', cell: { group: 'total', basis: 'historic', percent: '10' } },
  'value-perception': { kind: 'big_number', field: 'perceived', cell: { section: 'whole', key: 'total' } },
}

/** The ways a report can be drawn on a wall, the best first: told from its declaration, so a new report comes by itself. */
export function waysToDraw(told: Told): SlideKind[] {
  const [{ kind: begins, second } = {}, ways] = [BEGINS[told.name], waysOfKeys(told)]
  return begins && !second ? [begins, ...ways.filter((way) => way !== begins)] : ways
}

function waysOfKeys(told: Told): SlideKind[] {
  const figures = Object.keys(told.figures).length > 0
  const people = partKeys(told).some((key) => key === 'customer' || key === 'owner')
  // A list of single customers has no whole that could hang on a wall.
  const list = partKeys(told).includes('customer')
  if (told.name === 'today-against-expected') return ['expected']
  if (told.name === 'promises') return ['promises', 'big_number']
  if (told.name === 'at-risk') return ['at_risk']
  // A cohort is read off at one time since its beginning: a figure of all of them, or a line, would mix times.
  if (told.draw === 'cohort') return ['bars']
  if (told.name === 'value-alive') return ['retention', 'bars']
  if (told.draw === 'survival') return ['retention']
  if (told.draw === 'sentences') return ['sentence', ...(figures ? (['big_number'] as const) : [])]
  if (!figures || list) return []
  const periods = told.keys.includes('period')
  const parts = partKeys(told).length > 0 && !people
  const own = parts && hasParts(told)
  return [
    ...(told.name === 'moment-outcomes' ? (['flow', 'story'] as const) : []), ...(periods ? (['big_number', 'line', 'stream'] as const) : []),
    ...(!periods && !own ? (['big_number'] as const) : []), ...(parts ? (['bars'] as const) : []), ...(!periods && own ? (['big_number'] as const) : []),
  ]
}

/** Bars and streams need parts: without parts of its own a report has them only once it is split. */
const needsSplit = (kind: SlideKind, told: Pick<Told, 'keys' | 'splitKeys'>): boolean => kind === 'stream' || (kind === 'bars' && !hasParts(told))

/** The ways to draw what a page showed: by parts only where the page had them, never by a split that nobody chose. */
export const waysOf = (told: Told, parameters: Readonly<Record<string, unknown>>): SlideKind[] => waysToDraw(told).filter((kind) => Boolean(parameters.by) || !needsSplit(kind, told))

const BY_DRAW: Readonly<Record<string, SlideKind | undefined>> = { line: 'line', stacked: 'stream', bars: 'bars', survival: 'retention', sentences: 'sentence', big_number: 'big_number' }

/** How a view is drawn so that the wall shows what the page showed: one figure as a number, a whole report as its page draws it. */
export function wayOf(told: Told, oneFigure: boolean, parameters: Readonly<Record<string, unknown>>): SlideKind {
  const ways = waysOf(told, parameters)
  const wanted = oneFigure ? 'big_number' : BY_DRAW[told.draw]
  return ways.find((way) => way === wanted) ?? ways[0] ?? 'big_number'
}

/** Pages draw stacked bars as shares of their row, with the counts beside: so does a wall, where the report has that share. */
export const fieldOf = (told: Told, field: string): string =>
  (told.draw === 'stacked' ? Object.entries(told.figures).find(([, figure]) => figure?.unit === 'share' && figure.numerator === field)?.[0] : undefined) ?? field

type Splitting = Pick<Told, 'keys' | 'splitKeys'> & { splits: readonly string[] }

/** What a report without parts of its own is split by when whoever composes a slide chose bars or a stream (`splits`: what it can be split by, the best first). */
export function withSplit<P extends Record<string, unknown>>(kind: SlideKind, report: Splitting, parameters: P): P {
  const by = report.splits.find((split) => split !== 'attribute')
  return needsSplit(kind, report) && !parameters.by && by ? { ...parameters, by } : parameters
}

export type Question = { parameters: Record<string, string | number | boolean>; field: string | null; cell: Record<string, string> }

/** A question made fit for the way it is drawn: what that needs and nobody has said yet, a split, or of several results one. */
export function fitted(kind: SlideKind, report: Splitting & { name: string }, asked: Question): Question {
  const begins = BEGINS[report.name]
  if (begins?.kind === kind && asked.field === null && Object.keys(asked.cell).length === 0) return { parameters: asked.parameters, field: begins.field, cell: begins.cell }
  const moments = report.name === 'moment-outcomes' && (kind === 'bars' || kind === 'big_number')
  // Who is worth what is told by the value, with the customers beside: their number alone says nothing of it.
  const worth = report.name === 'value-tiers' && kind === 'bars'
  const parameters = withSplit(kind, report, asked.parameters)
  return {
    cell: asked.cell, field: kind !== 'sentence' && asked.field === ALL_RIGHT ? null : moments ? (asked.field ?? 'share') : worth ? (asked.field ?? 'share_of_value') : asked.field,
    parameters: moments && !parameters.result && asked.cell.result === undefined ? { ...parameters, result: 'failed' } : parameters,
  }
}

/** What a page showed as a question for one way to draw it: without a split that nobody chose; a whole in all its parts. */
export function asShown(kind: SlideKind, told: Told, asked: Question): Question {
  const whole = kind === 'line' || kind === 'stream' || kind === 'bars'
  return fitted(kind, { ...told, splits: [] }, { ...asked, cell: whole ? Object.fromEntries(Object.entries(asked.cell).filter(([, value]) => value !== 'total')) : asked.cell })
}
