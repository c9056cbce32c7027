import { rfmAbout } from '@/server/domain/segments/rfm'
import { sayCondition } from '@/server/domain/segments/say'
import type { DefinitionView } from '@/server/schemas/segment-rules'
import { formatCount, formatMoney, formatShareOf } from '../ui/format'

export type Names = { currency: string; channel: (slug: string) => string }

/** How each segment of a definition is told apart, in words. */
export function segmentsInWords(definition: DefinitionView, { currency, channel }: Names): { name: string; words: string; about?: string }[] {
  if (definition.kind === 'rules') {
    const speak = { money: (amount: number) => formatMoney(amount, currency, { cents: false }), channel }
    return [
      ...definition.segments.map(({ name, when }) => ({ name, words: sayCondition(when, speak), about: definition.template === 'rfm' ? rfmAbout(name) : undefined })),
      { name: definition.rest, words: 'everybody whom no rule above takes' },
    ]
  }
  const { tiers, cut } = definition
  return tiers.map(({ name, at }, i) => ({
    name,
    words: i === tiers.length - 1 ? (i === 0 ? 'everybody' : 'everybody else')
      : cut === 'thresholds' ? `from ${formatMoney(at, currency)}` : `${i === 0 ? 'the best' : 'the next'} ${formatShareOf(at - (tiers[i - 1]?.at ?? 0))} of customers`,
  }))
}

/** What customers are told apart by, as half a sentence. */
export function basisInWords(definition: DefinitionView): string {
  if (definition.kind === 'rules') return definition.template === 'rfm' ? 'how recently, how often and for how much they bought' : 'rules, the first that holds'
  if (definition.basis === 'predicted') return `the value they are expected to bring, cut by ${definition.cut === 'quantiles' ? 'share of customers' : 'amount'}`
  return `the value of ${definition.window_days === null ? 'all their history' : `the last ${formatCount(definition.window_days)} days`}, cut by ${definition.cut === 'quantiles' ? 'share of customers' : 'amount'}`
}
