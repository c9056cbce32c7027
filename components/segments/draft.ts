import { faultsOf } from '@/server/domain/segments/definition'
import type { SegmentationView, TierPreview, TiersInput } from '@/server/schemas/segments'

/** The form as it is typed: percent of customers per tier, or least amounts; the last tier takes the rest. */
export type Draft = { windowDays: number | null; /** Of what customers brought, or are expected to bring. */ basis: 'historic' | 'predicted'; cut: 'quantiles' | 'thresholds'; tiers: { id: number; name: string; size: string }[] }
export const MOST_TIERS = 7

const percent = (share: number) => String(Math.round(share * 1000) / 10)

export function draftOf({ window_days, cut, basis, tiers }: Pick<SegmentationView, 'window_days' | 'cut' | 'basis'> & { tiers: readonly { name: string; at: number }[] }): Draft {
  return { windowDays: window_days, basis, cut, tiers: tiers.map(({ name, at }, i) => ({ id: i, name, size: cut === 'quantiles' ? percent(at - (tiers[i - 1]?.at ?? 0)) : String(at) })) }
}

export type Draughted = { ok: true; input: TiersInput } | { ok: false; faults: Map<number, string> }

/** What the form means, or which tier (by position) is wrong and why. */
export function inputOf({ windowDays, basis, cut, tiers }: Draft): Draughted {
  const faults = new Map<number, string>()
  let end = 0
  const parsed = tiers.map(({ name, size }, i) => {
    const last = i === tiers.length - 1
    if (name.trim() === '') faults.set(i, 'needs a name')
    if (last) return { name: name.trim(), at: cut === 'quantiles' ? 1 : 0 }
    const number = size.trim() === '' ? Number.NaN : Number(size)
    if (!Number.isFinite(number)) faults.set(i, 'needs a number')
    if (cut === 'thresholds') return { name: name.trim(), at: number }
    if (number <= 0) faults.set(i, 'must be above 0')
    end = Math.round((end + number / 100) * 1e6) / 1e6
    if (end >= 1) faults.set(i, 'leaves nobody for the tiers below')
    return { name: name.trim(), at: end }
  })
  if (faults.size === 0) for (const { path, reason } of faultsOf({ cut, tiers: parsed })) faults.set(Number(path[1]), reason)
  return faults.size > 0 ? { ok: false, faults } : { ok: true, input: { window_days: windowDays, basis, cut, tiers: parsed } }
}

/** The same tiers by the other rule, beginning where the present cuts lie. */
export function recut(draft: Draft, cut: Draft['cut'], preview: readonly TierPreview[] | undefined): Draft {
  if (cut === draft.cut) return draft
  const rounded = (n: number) => String(Number(n.toPrecision(3)))
  return {
    ...draft, cut,
    tiers: draft.tiers.map((tier, i) => {
      const found = preview?.[i]
      const size = cut === 'thresholds' ? found?.at_least : found?.share_of_customers
      return { ...tier, size: typeof size === 'number' ? (cut === 'thresholds' ? rounded(size) : percent(size)) : '' }
    }),
  }
}

/** One more tier before the last. */
export function addTier(draft: Draft): Draft {
  const tier = { id: Math.max(...draft.tiers.map(({ id }) => id)) + 1, name: '', size: '' }
  return { ...draft, tiers: [...draft.tiers.slice(0, -1), tier, ...draft.tiers.slice(-1)] }
}

export const removeTier = (draft: Draft, id: number): Draft => ({ ...draft, tiers: draft.tiers.filter((tier) => tier.id !== id) })
