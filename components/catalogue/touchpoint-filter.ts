import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { TouchpointView } from '@/server/schemas/catalogue'

export const SHOWN = ['all', 'moment_that_matters', 'efficient', 'new'] as const
export const TOUCHPOINT_PAGE = 50

/** In the URL, so that a list can be sent to somebody. */
export const touchpointParsers = { q: parseAsString.withDefault(''), show: parseAsStringLiteral(SHOWN).withDefault('all'), page: parseAsInteger.withDefault(0) }

/** Those whose name or slug has every word asked for, of one class or not yet looked at. */
export function filterTouchpoints(all: readonly TouchpointView[], { q, show }: { q: string; show: (typeof SHOWN)[number] }): TouchpointView[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((t) => (show === 'all' || (show === 'new' ? !t.confirmed : t.class === show)) && words.every((word) => `${t.name} ${t.slug}`.toLowerCase().includes(word)))
}
