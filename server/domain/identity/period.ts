import { addMonths, isLocalDay, type LocalDay } from '../time/local-day'

/** '2025', '2025-Q3' or '2025-07' → its first local day and the day after its last; null for anything else. */
export function readPeriod(text: string): { from: LocalDay; to: LocalDay } | null {
  const found = /^(\d{4})(?:-(?:Q([1-4])|(\d\d)))?$/.exec(text.trim())
  if (!found) return null
  const [, year = '', quarter, month] = found
  const first = month ?? String(quarter ? Number(quarter) * 3 - 2 : 1).padStart(2, '0')
  const from = `${year}-${first}-01`
  if (!isLocalDay(from) || Number(year) < 1900 || Number(year) > 2200) return null
  return { from, to: addMonths(from, month ? 1 : quarter ? 3 : 12) }
}

/** What `readPeriod` reads: its first local day and the day after its last → '2025', '2025-Q3' or '2025-07'. */
export function writePeriod(from: LocalDay, to: LocalDay): string {
  if (to === addMonths(from, 12)) return from.slice(0, 4)
  return to === addMonths(from, 3) ? `${from.slice(0, 4)}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}` : from.slice(0, 7)
}
