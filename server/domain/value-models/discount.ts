const WEEKS_PER_YEAR = 365.25 / 7
/** Money within one step counts as coming in its middle. */
const STEP_WEEKS = 4

/** Ends of the steps a horizon is cut into, in weeks. */
export function stepEnds(horizonWeeks: number): number[] {
  const ends: number[] = []
  for (let end = STEP_WEEKS; end < horizonWeeks; end += STEP_WEEKS) ends.push(end)
  return horizonWeeks > 0 ? [...ends, horizonWeeks] : []
}

/** What one unit that comes `weeks` from now is worth today, at a rate per year. */
export const discountFactor = (ratePerYear: number, weeks: number): number => (1 + ratePerYear) ** (-weeks / WEEKS_PER_YEAR)

/**
 * What is expected over a horizon, whole and discounted: `expectedBy(weeks)` is the expectation from now until then.
 * Steps of four weeks, each discounted to its middle.
 */
export function discounted(expectedBy: (weeks: number) => number, horizonWeeks: number, ratePerYear: number): { expected: number; present: number } {
  let before = 0
  let from = 0
  let present = 0
  for (const end of stepEnds(horizonWeeks)) {
    const by = expectedBy(end)
    present += (by - before) * discountFactor(ratePerYear, (from + end) / 2)
    before = by
    from = end
  }
  return { expected: before, present }
}
