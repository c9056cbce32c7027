/** What "are we all right?" is answered from. `worse`: the finding costs more or fails more often than usual, not merely differs. */
export type Standing = { news: readonly { text: string; worse: boolean }[]; checks: number; overdue: number; /** Of those overdue, due within the last seven days. */ overdueNew: number; promises: number; sources: number; late: number; /** Nothing at all has been received today, though by this hour something always has. */ silent: boolean }
/** One part of the answer: a figure or sentence that can be opened, and the words after it. */
export type Clause = { of: 'promises' | 'finding' | 'findings' | 'freshness' | 'today' | null; figure: string; words: string }
/** `well`: null where it cannot be told yet. */
export type AllRight = { answer: string; well: boolean | null; clauses: Clause[]; /** Place in the news of the one that is told. */ told: number | null }

/** Costs more, or fails more often, than usual. What is merely more or less is no bad news by itself. */
export const isWorse = ({ money, report, observed, expected }: { money: number | null; report: string; observed: number; expected: number }): boolean =>
  (money ?? (report === 'moment-outcomes' ? observed - expected : 0)) > 0

/** A finding's first sentence: it ends with its usual range. */
export const brief = (text: string): string => text.slice(0, text.indexOf(').') + 1) || text

const count = (n: number) => n.toLocaleString('en-GB')

/** "Are we all right?" in short: what we owe, what is worse than usual, and what that cannot know. */
export function allRight({ news, checks, overdue, overdueNew, promises, sources, late, silent }: Standing): AllRight {
  const bad = news.findIndex(({ worse }) => worse)
  const more = news.length - (bad < 0 ? 0 : 1)
  const not = overdue > 0 || bad >= 0
  // Where nothing comes any more, what is well by it says nothing of now.
  const blind = silent || (late > 0 && late >= sources)
  const said: (Clause | false)[] = [
    overdue > 0 && { of: 'promises', figure: `${count(overdue)} ${overdue === 1 ? 'promise' : 'promises'}`, words: ` ${overdue === 1 ? 'is' : 'are'} overdue${overdue > 1 && overdue > overdueNew ? `, ${overdueNew === 0 ? 'none' : count(overdueNew)} of them new in the last 7 days` : ''}` },
    bad >= 0 && { of: 'finding', figure: brief(news[bad]?.text ?? ''), words: '' },
    more > 0 && { of: 'findings', figure: `${more} ${bad >= 0 ? 'more ' : ''}of ${count(checks)} checks`, words: ` ${more === 1 ? 'is' : 'are'} outside the usual range` },
    checks > 0 && news.length === 0 && { of: 'findings', figure: `${count(checks)} checks`, words: ' found nothing unusual' },
    promises > 0 && overdue === 0 && { of: null, figure: '', words: 'no promise is overdue' },
    silent && { of: 'today', figure: 'nothing has been received today', words: '' },
    late > 0 && { of: 'freshness', figure: late < sources ? `${late} of ${sources} sources` : sources === 1 ? 'the only source' : `all ${sources} sources`, words: ` ${late === 1 ? 'is' : 'are'} late` },
  ]
  return {
    answer: not ? 'Not quite' : checks === 0 ? 'Too early to say' : blind ? 'Cannot be told' : late > 0 ? 'As far as we can see, yes' : 'Yes',
    well: not ? false : checks > 0 && !blind ? true : null, clauses: said.filter((clause) => clause !== false), told: bad < 0 ? null : bad,
  }
}
