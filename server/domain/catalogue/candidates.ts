import { newcombe, type Difference } from '../statistics/proportion'

/** What is known of one efficient touchpoint. Strong: impressions of ±2. Met: had an interaction there in the window before. */
export type TouchpointSigns = { slug: string; name: string; interactions: number; strongNegative: number; strongPositive: number; leaversMet: number; stayersMet: number }
export type Candidate = TouchpointSigns & {
  /** Why it is proposed; one or both. */
  reasons: ('strong_impressions' | 'losses')[]
  /** Share of strong impressions here less the share at the other efficient touchpoints. */
  strong: Difference | null
  /** Share of leavers who had been here less the same share of those who stayed. */
  losses: Difference | null
}

/** Under this many nothing is proposed (METRICS §2: no rank, colour or percentage). */
const LEAST = 30

/**
 * Efficient touchpoints where strong impressions or losses gather: those whose share lies above its comparison by more
 * than chance over everything checked (Newcombe intervals at 5 % divided by the number of touchpoints, Bonferroni).
 * Associated, not caused. Largest difference first.
 */
export function momentCandidates(signs: readonly TouchpointSigns[], leavers: number, stayers: number): Candidate[] {
  const level = 1 - 0.05 / Math.max(1, signs.length * 2)
  const strongOf = (s: TouchpointSigns) => s.strongNegative + s.strongPositive
  const all = signs.reduce((sum, s) => ({ n: sum.n + s.interactions, strong: sum.strong + strongOf(s) }), { n: 0, strong: 0 })
  const judged = signs.map((s): Candidate => {
    const strong = s.interactions >= LEAST && all.n - s.interactions >= LEAST ? newcombe(strongOf(s), s.interactions, all.strong - strongOf(s), all.n - s.interactions, level) : null
    const losses = leavers >= LEAST && stayers >= LEAST ? newcombe(s.leaversMet, leavers, s.stayersMet, stayers, level) : null
    return { ...s, strong, losses, reasons: [...(strong && strong.low > 0 ? (['strong_impressions'] as const) : []), ...(losses && losses.low > 0 ? (['losses'] as const) : [])] }
  })
  const size = (c: Candidate) => Math.max(c.strong?.low ?? 0, c.losses?.low ?? 0)
  return judged.filter((c) => c.reasons.length > 0).toSorted((a, b) => size(b) - size(a) || (a.slug < b.slug ? -1 : 1))
}
