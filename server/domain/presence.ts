/** Somebody who has not been heard of for this long is no longer there. */
export const PRESENT_MS = 30_000
/** A browser says again that it is there this often. */
export const RENEW_MS = 10_000
