import type { PromiseRow } from '@/server/queries/promises'

/** What can be said of a promise that is owed. */
export const DOINGS = ['kept', 'not_needed', 'cannot'] as const
export type Doing = (typeof DOINGS)[number]
export const DOING_LABEL: Record<Doing, string> = { kept: 'Kept', not_needed: 'The customer no longer needs it', cannot: 'We cannot keep it' }
export const DOING_SEVERAL: Record<Doing, string> = { kept: 'Kept', not_needed: 'No longer needed', cannot: 'We cannot keep them' }

export const keyOf = (row: Pick<PromiseRow, 'id' | 'source'>): string => `${row.source} ${row.id}`

/** What a promise's state is after that, by its clock; `now` is ISO 8601. */
export function stateAfter(row: Pick<PromiseRow, 'due_at'>, doing: Doing, now: string): PromiseRow['state'] {
  if (doing === 'kept') return Date.parse(now) <= Date.parse(row.due_at) ? 'kept' : 'kept_late'
  return doing === 'not_needed' ? 'withdrawn_by_customer' : 'withdrawn_by_us'
}

/** Whether it is still owed. An outcome dated later than now has not happened. */
export const isOwed = ({ state }: Pick<PromiseRow, 'state'>): boolean => state === 'overdue' || state === 'due_today' || state === 'due_later'

/** Where the hand goes after a row: the next one still owed below it, else above, else nowhere. */
export function nextOwed(rows: readonly Pick<PromiseRow, 'state' | 'id' | 'source'>[], from: number, but: ReadonlySet<string> = new Set()): number | null {
  const owed = (at: number) => { const row = rows[at]; return row !== undefined && isOwed(row) && !but.has(keyOf(row)) }
  for (let at = from + 1; at < rows.length; at++) if (owed(at)) return at
  for (let at = Math.min(from, rows.length) - 1; at >= 0; at--) if (owed(at)) return at
  return null
}
