/** What is known of a moment without saying whose it was. Days are local, YYYY-MM-DD. */
export type MomentFacts = {
  result: string | null
  touchpoint: string | null
  day: string
  acquiredOn: string | null
  /** The newest failed moment of the same customer in the half year before. */
  failedBefore: string | null
  /** Whole days from that failure until we came back to the customer of our own accord; null where we did not, or nothing had failed. */
  cameBack: number | null
  /** Between that failure and this moment, or about the same issue, a promise was kept in time. */
  promiseKept: boolean
  /** Since that failure, or with this moment, we gave something. */
  goodwill: boolean
  /** Its issue was settled within a day of its opening. */
  withinADay: boolean
  advocated: boolean
  ours: boolean
  saidByCustomer: boolean
}

const HOW: Record<string, string> = { exceeded: 'better than the customer expected', met: 'as it should be', failed: 'it failed' }

/** How much of a story it is: a failure made good before something we did, before a recommendation, before an idea of our own, before a customer's own word. */
export const storyWorth = (facts: MomentFacts): number => (facts.failedBefore ? 32 : 0) + 8 * Math.min(3, deeds(facts).length) + (facts.advocated ? 4 : 0) + (facts.ours ? 2 : 0) + (facts.saidByCustomer ? 1 : 0)

/** Whoever comes back later than this is not told of as having come back. */
const SOON_DAYS = 14
const came = ({ cameBack }: MomentFacts): number | null => (cameBack !== null && cameBack <= SOON_DAYS ? cameBack : null)

/** What we did for it, each as it goes on from "We". */
function deeds(facts: MomentFacts): string[] {
  const { promiseKept, goodwill, withinADay } = facts
  const back = came(facts)
  const after = back === 0 ? 'the same day' : back === 1 ? 'the next day' : `after ${back} days`
  return [back === null ? null : `came back to them ${after}`, promiseKept ? 'kept what we had promised' : null, goodwill ? 'gave something for their trouble' : null, withinADay ? 'settled it within a day' : null].filter((deed) => deed !== null).slice(0, 3)
}

/** One moment told in a headline and a few short sentences; nothing in them says who it was. */
export function storyOf(facts: MomentFacts): { headline: string; lines: string[] } {
  const good = facts.result === 'exceeded' || facts.result === 'met'
  const made = facts.failedBefore !== null && good
  const did = deeds(facts)
  const done = did.length === 0 ? '' : `We ${[did.slice(0, -1).join(', '), did.at(-1)].filter(Boolean).join(' and ')}`
  const years = facts.acquiredOn ? wholeYears(facts.acquiredOn, facts.day) : 0
  return {
    headline: `${facts.touchpoint ?? 'A moment that mattered'}: ${HOW[facts.result ?? ''] ?? 'it mattered'}`,
    lines: [
      made ? `Something had failed for this customer in ${monthOf(facts.failedBefore ?? '')}. ${done ? `${done}: this time it went well.` : 'This time it went well.'}` : done && good ? `${done}.` : null,
      facts.ours && came(facts) === null ? 'It was our own idea.' : null,
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

/** No day: whoever was there would know whose it is. */
const monthOf = (day: string) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long' }).format(new Date(`${day}T00:00:00Z`))
