'use client'
import { useState } from 'react'
import type { SegmentationView } from '@/server/schemas/segments'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { DefinitionList } from '../ui/definition-list'
import { formatCount, formatMoney, formatShareOf } from '../ui/format'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { TiersForm } from './tiers-form'

/** How the tiers are cut, in words, and the form that cuts them again. */
export function CutTiers({ segmentation }: { segmentation: SegmentationView }) {
  const { can, currency } = useWorkspace()
  const [open, setOpen] = useState(false)
  const { cut, tiers, basis, window_days: days, since, begins, computing, computed_at: computed } = segmentation
  const border = (i: number) => {
    const tier = tiers[i]
    if (!tier) return ''
    if (i === tiers.length - 1) return i === 0 ? 'everybody' : 'everybody else'
    return cut === 'thresholds' ? `from ${formatMoney(tier.at, currency)}` : `${i === 0 ? 'the best' : 'the next'} ${formatShareOf(tier.at - (tiers[i - 1]?.at ?? 0))} of customers`
  }
  return (
    <Section
      id="cut" title="How customers are cut into tiers"
      subtitle="On the first of each month, from earlier records only. Changing the cut holds from today on: past periods keep the tiers they had."
      actions={can.includes('edit') && !open ? <Button onClick={() => setOpen(true)}>Change the tiers</Button> : undefined}
    >
      {open ? <TiersForm segmentation={segmentation} onClose={() => setOpen(false)} /> : (
        <DefinitionList
          className="max-w-prose"
          items={[
            { term: 'By', value: `${cut === 'quantiles' ? 'share of customers' : 'amount'}, of ${basis === 'predicted' ? 'the value they are expected to bring' : `the value of ${days === null ? 'all history before the cut' : `the ${formatCount(days)} days before the cut`}`}` },
            ...tiers.map((tier, i) => ({ term: tier.name, value: `${border(i)} · ${formatCount(tier.customers)} customers ${computing && computed ? 'before this, being sorted anew' : 'at present'}` })),
            { term: 'Holds', value: since ? `since ${formatDay(since)}; before that the tiers were cut by an earlier rule` : basis === 'historic' ? 'for all history' : begins ? `since ${formatDay(begins)}, the first day predictions were kept for: nobody is judged for an earlier one` : 'from the first predictions on' },
          ]}
        />
      )}
    </Section>
  )
}
