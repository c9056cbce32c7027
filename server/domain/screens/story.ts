/** What is known of a moment without saying whose it was. Days are local, YYYY-MM-DD. */
export type MomentFacts = {
  result: string | null
  touchpoint: string | null
  day: string
  acquiredOn: string | null
  /** The newest failed moment of the same customer in the half year before. */
  failedBefore: string | null
  advocated: boolean
  ours: boolean
  saidByCustomer: boolean
}

const HOW: Record<string, string> = { exceeded: 'better than the customer expected', met: 'as it should be', failed: 'it failed' }

/** How much of a story it is: a failure made good before a recommendation, before an idea of our own, before a customer's own word. */
export const storyWorth = ({ failedBefore, advocated, ours, saidByCustomer }: MomentFacts): number => (failedBefore ? 8 : 0) + (advocated ? 4 : 0) + (ours ? 2 : 0) + (saidByCustomer ? 1 : 0)

/** One moment told in a headline and a few short sentences; nothing in them says who it was. */
export function storyOf(facts: MomentFacts): { headline: string; lines: string[] } {
  const good = facts.result === 'exceeded' || facts.result === 'met'
  const years = facts.acquiredOn ? wholeYears(facts.acquiredOn, facts.day) : 0
  return {
    headline: `${facts.touchpoint ?? 'A moment that mattered'}: ${HOW[facts.result ?? ''] ?? 'it mattered'}`,
    lines: [
      facts.failedBefore && good ? `Something had failed for this customer on ${dayAndMonth(facts.failedBefore)}. This time it went well.` : null,
      facts.ours ? 'It was our own idea.' : null,
      facts.saidByCustomer ? 'The customer said so.' : null,
      facts.advocated ? 'They have recommended us since.' : null,
      years > 0 ? `A customer for ${years} ${years === 1 ? 'year' : 'years'}.` : null,
    ].filter((line) => line !== null).slice(0, 3),
  }
}

/** Whole years from one day to another. */
function wholeYears(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0)
}

const dayAndMonth = (day: string) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(new Date(`${day}T00:00:00Z`))
