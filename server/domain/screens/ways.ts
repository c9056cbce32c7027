import type { SlideKind } from '@/db/vocabulary'
import { partKeys, type Told } from './told'

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
