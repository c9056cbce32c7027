import { createContext } from 'react'

/** A segment as filters offer it. `begins`: it is judged by predictions, which are kept from that day on; null: of all history. */
export type KnownSegment = { segmentation: string; segmentationName: string; slug: string; name: string; begins: string | null }

/** Every segment of the organisation; empty where nobody filters by one (a picture, a wall). */
export const SegmentsContext = createContext<readonly KnownSegment[]>([])

/** What the filter's value means and is called: a value tier by its name, any other with its segmentation's, as names such as “Everyone else” are used by many. */
export function segmentNamed(segments: readonly KnownSegment[], value: string): { label: string; begins: string | null } | null {
  const found = segments.find((one) => value === (one.segmentation === 'value' ? one.slug : `${one.segmentation}:${one.slug}`))
  return found ? { label: found.segmentation === 'value' ? found.name : `${found.segmentationName}: ${found.name}`, begins: found.begins } : null
}

/** What has to be said of a filter by a segment that was not judged yet when the window (without `from`: all records) begins. */
export function notJudgedBefore(segments: readonly KnownSegment[], value: string | null, from: string | null): { label: string; begins: string } | null {
  const found = value === null ? null : segmentNamed(segments, value)
  return found && found.begins !== null && (from === null || from < found.begins) ? { label: found.label, begins: found.begins } : null
}
