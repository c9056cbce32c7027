import { openFraction } from './check'

/**
 * Which of many tested claims may be printed when at most a share `q` of those printed may be false
 * (Benjamini & Hochberg 1995, step-up).
 * `adjusted[i]` is the smallest q at which claim i is kept; both arrays are in the order given.
 * Throws a RangeError on a p outside 0…1.
 */
export function benjaminiHochberg(ps: readonly number[], q = 0.05): { adjusted: number[]; kept: boolean[] } {
  openFraction(q, 'q')
  ps.forEach((p, i) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p[${i}] must lie in 0…1, got ${p}`)
  })
  const fromLargest = ps.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p)
  const adjusted = new Array<number>(ps.length)
  let smallest = 1
  fromLargest.forEach(({ p, index }, position) => {
    smallest = Math.min(smallest, p * (ps.length / (ps.length - position)))
    adjusted[index] = smallest
  })
  return { adjusted, kept: adjusted.map((p) => p <= q) }
}
