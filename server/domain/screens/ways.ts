import type { SlideKind } from '@/db/vocabulary'
import { hasParts, partKeys, type Told } from './told'

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

/** Bars and streams need parts: what a report without parts of its own is split by when nobody said (`splits`: what it can be split by, the best first). */
export function withSplit<P extends Record<string, unknown>>(kind: SlideKind, { keys, splits }: { keys: readonly string[]; splits: readonly string[] }, parameters: P): P {
  const by = splits.find((split) => split !== 'attribute')
  const needs = kind === 'stream' || (kind === 'bars' && !hasParts({ keys }))
  return needs && !parameters.by && by ? { ...parameters, by } : parameters
}

export type Question = { parameters: Record<string, string | number | boolean>; field: string | null; cell: Record<string, string> }

/** A question made fit for the way it is drawn: what that needs and nobody has said yet, a split, or of several results one. */
export function fitted(kind: SlideKind, report: { name: string; keys: readonly string[]; splits: readonly string[] }, asked: Question): Question {
  const moments = report.name === 'moment-outcomes' && (kind === 'bars' || kind === 'big_number')
  const parameters = withSplit(kind, report, asked.parameters)
  return {
    cell: asked.cell, field: kind !== 'sentence' && asked.field === ALL_RIGHT ? null : moments ? (asked.field ?? 'share') : asked.field,
    parameters: moments && !parameters.result && asked.cell.result === undefined ? { ...parameters, result: 'failed' } : parameters,
  }
}
