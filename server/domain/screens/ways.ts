import type { SlideKind } from '@/db/vocabulary'
import { partKeys, type Told } from './told'

/** The figure of a slide of findings that says whether we are all right, instead of what changed. */
export const ALL_RIGHT = 'all_right'

/** The ways a report can be drawn on a wall, the best first: told from its declaration, so a new report comes by itself. */
export function waysToDraw(told: Told): SlideKind[] {
  const figures = Object.keys(told.figures).length > 0
  const people = partKeys(told).some((key) => key === 'customer' || key === 'owner')
  // A list of single customers has no whole that could hang on a wall.
  const list = partKeys(told).includes('customer')
  if (told.name === 'today-against-expected') return ['expected']
  if (told.name === 'promises') return ['promises', 'big_number']
  if (told.name === 'at-risk') return ['at_risk']
  if (told.draw === 'survival') return ['retention']
  if (told.draw === 'sentences') return ['sentence', ...(figures ? (['big_number'] as const) : [])]
  if (!figures || list) return []
  const periods = told.keys.includes('period')
  const parts = partKeys(told).length > 0 && !people
  return [
    ...(told.name === 'moment-outcomes' ? (['flow', 'story'] as const) : []), ...(periods ? (['big_number', 'line', 'stream'] as const) : []),
    ...(!periods && !parts ? (['big_number'] as const) : []), ...(parts ? (['bars'] as const) : []), ...(!periods && parts ? (['big_number'] as const) : []),
  ]
}

const BY_DRAW: Readonly<Record<string, SlideKind | undefined>> = { line: 'line', stacked: 'stream', bars: 'bars', survival: 'retention', sentences: 'sentence', big_number: 'big_number' }

/** How a view is drawn so that the wall shows what the page showed: one figure as a number, a whole report as its page draws it. */
export function wayOf(told: Told, oneFigure: boolean): SlideKind {
  const ways = waysToDraw(told)
  const wanted = oneFigure ? 'big_number' : BY_DRAW[told.draw]
  return ways.find((way) => way === wanted) ?? ways[0] ?? 'big_number'
}

/** Pages draw stacked bars as shares of their row, with the counts beside: so does a wall, where the report has that share. */
export const fieldOf = (told: Told, field: string): string =>
  (told.draw === 'stacked' ? Object.entries(told.figures).find(([, figure]) => figure?.unit === 'share' && figure.numerator === field)?.[0] : undefined) ?? field

/** Bars and streams need parts: what a report is split by when nobody said (`splits`: what it can be split by, the best first). */
export function withSplit<P extends Record<string, unknown>>(kind: SlideKind, splits: readonly string[], parameters: P): P {
  const by = splits.find((split) => split !== 'attribute')
  return (kind === 'bars' || kind === 'stream') && !parameters.by && by ? { ...parameters, by } : parameters
}
