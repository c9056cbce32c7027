/** How often a display says that it is there. What is sent to it proves nothing: on a cut line a server goes on sending for a quarter of an hour. */
export const SAY_EVERY_MS = 15_000
/** Silent for longer it is not there any more: two words missed, and the time until what was heard is written down. */
export const HERE_MS = 45_000

/** Whether a display that was last heard of then is there now. */
export const isHere = (lastSeenAt: Date | null, now: Date): boolean => lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() < HERE_MS
