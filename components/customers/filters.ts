import { createParser, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { CUSTOMER_SORTS, CUSTOMER_STATUSES, DEEPEST, TIMELINE_KINDS, type CustomerListInput, type CustomerStatus } from '@/server/schemas/customers'
import { parseAsDay } from '../shell/filters'

export const PER_PAGE = 50

const page = createParser({
  parse: (text) => { const n = parseAsInteger.parse(text); return n !== null && n >= 1 && (n - 1) * PER_PAGE <= DEEPEST ? n : null },
  serialize: (n: number) => String(n),
})

/** What the list's address says: the filters by the names the export takes, then order and page. */
export const customerParsers = {
  q: parseAsString, segment: parseAsString, status: parseAsStringLiteral(CUSTOMER_STATUSES), channel: parseAsString, seen_before: parseAsDay,
  sort: parseAsStringLiteral(CUSTOMER_SORTS), direction: parseAsStringLiteral(['asc', 'desc'] as const), page,
}
export type CustomerAddress = {
  q: string | null; segment: string | null; status: CustomerStatus | null; channel: string | null; seen_before: string | null
  sort: CustomerListInput['sort'] | null; direction: 'asc' | 'desc' | null; page: number | null
}

/** The filters that are set. */
export function filtersIn({ q, segment, status, channel, seen_before }: CustomerAddress) {
  return { ...(q?.trim() ? { q: q.trim() } : {}), ...(segment ? { segment } : {}), ...(status ? { status } : {}), ...(channel ? { channel } : {}), ...(seen_before ? { seen_before } : {}) }
}

/** The list's question; the same in the page's prefetch and in the browser. */
export function listInput(address: CustomerAddress) {
  return { ...filtersIn(address), sort: address.sort ?? 'last_seen', direction: address.direction ?? 'desc', offset: ((address.page ?? 1) - 1) * PER_PAGE, limit: PER_PAGE } as const
}

export const timelineParsers = { kind: parseAsStringLiteral(TIMELINE_KINDS), channel: parseAsString, group: parseAsStringLiteral(['issue'] as const) }
export type TimelineAddress = { kind: (typeof TIMELINE_KINDS)[number] | null; channel: string | null; group: 'issue' | null; issue: string | null }

export function timelineQuestion(id: string, { kind, channel, issue }: Omit<TimelineAddress, 'group' | 'issue'> & { issue?: string | null }) {
  return { id, ...(kind ? { kind } : {}), ...(channel ? { channel } : {}), ...(issue ? { issue } : {}), limit: 50 }
}

export const duplicateParsers = { by: parseAsStringLiteral(['email', 'name'] as const).withDefault('email') }
