/** How the moments of a part ended: with a known result, and failed. */
export type Known = { label: string; known: number; failed: number }

/** Where only failures are known, by the part's rule or because nothing else was recorded, their share says nothing. */
export const onlyFailures = ({ known, failed }: Pick<Known, 'known' | 'failed'>): boolean => known > 0 && failed === known

/**
 * What is to be said beside a share of failures that such parts are in: which they are, and the whole without them; null
 * where there are none. `whole`: all parts together.
 */
export function beside(whole: Pick<Known, 'known' | 'failed'>, leftOut: readonly Known[]): { labels: string; one: boolean; failed: number; known: number } | null {
  if (leftOut.length === 0) return null
  const sum = (field: 'known' | 'failed') => whole[field] - leftOut.reduce((n, part) => n + part[field], 0)
  return { labels: leftOut.map(({ label }) => label).join(' and '), one: leftOut.length === 1, failed: sum('failed'), known: sum('known') }
}
