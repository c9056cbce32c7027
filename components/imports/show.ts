import { formatInstant } from '../ui/format-date'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** A value as it will be understood: times on the organisation's clock, so that a wrong zone is seen. */
export function show(value: unknown, zone: string): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.join(', ')
  const text = String(value)
  return INSTANT.test(text) ? formatInstant(text, zone) : text
}
