import type { SegmentationDefinition } from '@/db/schema'
import type { Definition } from '../domain/segments/definition'
import { storedRules } from '../schemas/segment-rules'

/** A stored definition as rules judge by it: what is kept as JSON is parsed again. */
export function definitionOf(stored: SegmentationDefinition): Definition {
  return stored.kind === 'rules' ? storedRules.parse(stored) : stored
}
