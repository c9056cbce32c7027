const DAY_MS = 24 * 60 * 60_000
/** A session ends this long after it began, however much it is used. */
export const SESSION_ABSOLUTE_DAYS = 30
/** And this long after it was last used. */
export const SESSION_IDLE_DAYS = 7
/** How often use is written down; oftener would make a write of every read. */
export const SEEN_EVERY_MS = 5 * 60_000

/** When a session that began and was last seen then will have ended. */
export function sessionEnd(began: Date, lastSeen: Date): Date {
  return new Date(Math.min(began.getTime() + SESSION_ABSOLUTE_DAYS * DAY_MS, lastSeen.getTime() + SESSION_IDLE_DAYS * DAY_MS))
}
