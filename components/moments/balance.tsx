'use client'
import type { RowOf } from '@/server/reports/answer'
import { BarChart, type Bar } from '../charts/bar-chart'
import { SHARE } from '../charts/unit'
import { useReport } from '../data/use-report'
import { Section } from '../shell/page'
import { formatCount, formatRate, formatShareOf, SMALL_N } from '../ui/format'
import { colour, meaningColour } from '../ui/tokens'

type Row = RowOf<'class-balance'>
type Name = 'interactions' | 'losses' | 'stayed' | 'referrals'

/** A small share of volume, a larger one of losses and referrals: the four shares on one axis. */
export function Balance({ asked, narrowed }: { asked: { from?: string; to?: string; segment?: string }; narrowed: boolean }) {
  const { rows, notes, statistics } = useReport('class-balance', asked)
  const moment = rows.find((row) => row.class === 'moment')
  if (!moment || moment.interactions === 0) return null
  const target = { report: 'class-balance', parameters: { ...asked } as Record<string, string> }
  return (
    <Section
      title={finding(moment)}
      subtitle={`Share that was, or had, a moment that matters${narrowed ? '; on all channels' : ''}; 95 % interval`}
      note={<>{compared(statistics)} Associated, not shown to be the cause. {notes.join(' ')}</>}
      inspect={{ ...target, cell: null }}
    >
      <BarChart
        label="Moments that matter: share of interactions, of customers who left and who stayed, and of referrals" what="Of" unit={SHARE} inspect={target}
        bars={[
          bar(moment, 'interactions', 'Interactions', colour('accent')),
          bar(moment, 'losses', 'Who left', meaningColour('left')),
          bar(moment, 'stayed', 'Who stayed', meaningColour('stayed')),
          bar(moment, 'referrals', 'Referrals', meaningColour('advocated')),
        ].filter((one) => one !== null)}
      />
    </Section>
  )
}

function bar(moment: Row, name: Name, label: string, tone: string): Bar | null {
  const all = moment[`all_${name}`]
  if (all === 0) return null
  const enough = all >= SMALL_N
  const interval = name === 'interactions' || !enough ? {} : { low: moment[`${name}_low`], high: moment[`${name}_high`] }
  return {
    key: name, label, colour: tone, value: enough ? moment[`share_of_${name}`] : null, ...interval,
    detail: `${enough ? '(' : ''}${formatCount(moment[name])} of ${formatCount(all)}${enough ? ')' : ''}`, cell: { class: 'moment', field: `share_of_${name}` },
  }
}

function finding(moment: Row): string {
  const volume = `Moments that matter are ${formatShareOf(moment.share_of_interactions)} of interactions`
  if (moment.all_losses === 0) return volume
  return `${volume}; ${formatRate(moment.losses, moment.all_losses)} of those who left had one shortly before, ${formatRate(moment.stayed, moment.all_stayed)} of those who stayed`
}

/** Whether leavers and stayers differ by more than chance, in words. */
function compared({ difference_low: low, difference_high: high, window_days: days }: Record<string, number | string | null>): string {
  if (typeof low !== 'number' || typeof high !== 'number') return ''
  const before = `in the ${days ?? ''} days before`
  if (low > 0) return `Those who left had a moment ${before} more often than those who stayed, by more than chance.`
  if (high < 0) return `Those who left had a moment ${before} less often than those who stayed, by more than chance.`
  return 'Between those who left and those who stayed there is no difference beyond chance.'
}
