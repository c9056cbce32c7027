/** Guards shared by the statistics: a NaN that slips in here would come out as a plausible figure. */

/** Returns `value`, or throws a RangeError naming it unless it is a finite number. */
export function finite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, got ${value}`)
  return value
}

/** Returns `value`, or throws a RangeError naming it unless it is a whole number ≥ 0. */
export function count(value: number, name: string): number {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number of at least 0, got ${value}`)
  return value
}

/** Returns `value`, or throws a RangeError naming it unless 0 < value < 1. */
export function openFraction(value: number, name: string): number {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie between 0 and 1, got ${value}`)
  return value
}
