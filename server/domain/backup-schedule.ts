const HOUR = 3_600_000
/** The hour of the server's clock at which fewest people work. */
const NIGHT = 3

/**
 * Whether a backup is due: by night once `everyHours` have passed since the last, and by day only when it has been twice
 * as long, as a server that sleeps at night would never make one. `last` null: none yet; then it counts from `since`.
 */
export function backupDue({ now, hour, last, since, everyHours }: { now: Date; hour: number; last: Date | null; since: Date; everyHours: number }): boolean {
  if (everyHours <= 0) return false
  const age = now.getTime() - (last ?? since).getTime()
  // An hour's grace, so that a nightly backup does not wander from night to night.
  return age >= 2 * everyHours * HOUR || (age >= (everyHours - 1) * HOUR && (hour === NIGHT || everyHours < 24))
}

/** `touchstone-2026-03-15T03-00-00Z.backup.gz`: sorted by name, sorted by time. */
export const backupName = (now: Date): string => `touchstone-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup.gz`
const NAME = /^touchstone-(\d{4}-\d{2}-\d{2}T)(\d{2})-(\d{2})-(\d{2})Z\.backup\.gz$/

/** When a file of that name was made; null for any other file. */
export function backupTime(name: string): Date | null {
  const [, day, hours, minutes, seconds] = NAME.exec(name) ?? []
  return day ? new Date(`${day}${hours}:${minutes}:${seconds}Z`) : null
}

/** Those of the names to be deleted so that the `keep` newest stay. */
export const backupsToDelete = (names: readonly string[], keep: number): string[] => names.filter((name) => backupTime(name) !== null).toSorted().slice(0, -keep || undefined)
