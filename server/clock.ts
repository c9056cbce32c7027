/** The only reader of the wall clock. Everything else is given `now`, so that any view can be asked as of a day. */
export function now(): Date {
  return new Date()
}

/** Milliseconds that never go backwards, for durations. */
export function ticks(): number {
  return performance.now()
}
