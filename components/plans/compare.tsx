'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { capital } from '@/server/domain/capital'
import { against, type Against } from '@/server/domain/plans/comparability'
import { sameFigure, type FigureRef } from '@/server/domain/plans/figure'
import type { Candidate, Comparisons } from '@/server/reports/plans/comparisons'
import { failureOf, useTRPC } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { formatCount, formatNumber } from '../ui/format'
import { Callout, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { proposed, type Compared, type Draft } from './measure-draft'
import { sayDifference, sayEnds, sayFigure } from './words'

type Props = { plan: string; figure: FigureRef; draft: Draft; onCompared: (compared: Compared) => void }

/** With whom the plan's group can be compared, the best first, each with the reason and its figures. */
export function Compare({ plan, figure, draft, onCompared }: Props) {
  const trpc = useTRPC()
  const { currency } = useWorkspace()
  const { interval, baselineFrom: baseline_from, baselineTo: baseline_to, startOn: start_on, reviewOn: review_on } = draft
  const dated = baseline_from !== '' && baseline_to !== '' && start_on !== '' && review_on !== '' && baseline_from < baseline_to && start_on < review_on
  const { data, error, isPlaceholderData, isFetching } = useQuery({ ...trpc.plans.comparisons.queryOptions({ plan, measure: figure, interval, baseline_from, baseline_to, start_on, review_on }, { enabled: dated }), placeholderData: keepPreviousData })
  const isFresh = !isPlaceholderData && !isFetching
  // What was said of the chosen one was said of other days, where those have been changed since.
  const now = data && isFresh && draft.compared ? [...data.candidates.map((one) => comparedTo(one, data, interval, currency)), ...[matchedOf(data)].filter((one) => one !== null)].find((one) => sameGroup(one, draft.compared)) : undefined
  const renew = useEffectEvent((compared: Compared) => onCompared(compared))
  useEffect(() => { if (now && now.why !== draft.compared?.why) renew(now) }, [now, draft.compared])
  if (!dated) return <p className="text-13 text-muted">Say the days first: who moved alike is looked for in the baseline.</p>
  if (error) return <Callout tone="danger">{failureOf(error)}</Callout>
  if (!data) return <SkeletonLines lines={3} label="Looking for who moved alike" />
  const best = proposed(data)
  const matched = matchedOf(data)
  if (draft.design !== 'comparison') {
    const offer = best ? comparedTo(best, data, interval, currency) : matched
    const passed = notProposed(data)
    if (!offer) return passed ? <p className="max-w-prose text-13 text-muted">{passed}</p> : null
    return <Callout title={`A comparison is there: ${offer.label}`} action={<Button onClick={() => onCompared(offer)}>Compare with {best ? 'it' : 'them'}</Button>}>{offer.why}{passed ? ` ${passed}` : ''}</Callout>
  }
  const chosen = draft.compared
  const choices = [
    ...data.candidates.map((one, i) => ({ key: String(i), compared: comparedTo(one, data, interval, currency), badge: badgeOf(one, one === best, data.alone) })),
    ...(matched ? [{ key: 'matched', compared: matched, badge: null }] : []),
  ]
  const value = chosen?.kind === 'matched' ? 'matched' : String(data.candidates.findIndex((one) => chosen && sameFigure(one.figure, chosen.figure)))
  return (
    <div className="grid gap-1">
      {data.reason && <Callout tone="warning">{data.reason}</Callout>}
      {choices.length > 0 && <p className="text-13 font-medium">Compared with whom?</p>}
      {choices.length > 0 && (
        <RadioGroup
          label="Compared with whom?" value={value}
          options={choices.map(({ key, compared, badge }) => ({ value: key, label: <span className="inline-flex flex-wrap items-baseline gap-2">{capital(compared.label)}{badge && <Badge tone={badge.tone}>{badge.text}</Badge>}</span>, hint: compared.why }))}
          onValue={(key) => { const one = choices.find((choice) => choice.key === key); if (one) onCompared(one.compared) }}
        />
      )}
      {choices.length > 0 && !best && !matched && <p className="max-w-prose pt-1 text-13">None of these is proposed. {notProposed(data)} A longer time before the review, or a larger group, helps more.</p>}
      {data.matched.reason && <p className="max-w-prose pt-1 text-12 text-muted">Customers like them: {data.matched.reason}</p>}
    </div>
  )
}

const sameGroup = (a: Compared, b: Compared | null): boolean => b !== null && a.kind === b.kind && (a.kind !== 'other' || b.kind !== 'other' || sameFigure(a.figure, b.figure))

const AGAINST: Record<Against, { badge: string; says: (n: number) => string }> = {
  treated: { badge: 'Another plan is at work', says: (n) => `${n} where another plan is at work` },
  untold: { badge: 'Too short to tell', says: (n) => `${n} of which nobody can see whether they moved alike` },
  drifts: { badge: 'Moved apart', says: (n) => `${n} that moved apart from the plan’s group before the start` },
  moves: { badge: 'Moves by itself', says: (n) => `${n} that rose or fell by ${n === 1 ? 'itself' : 'themselves'}` },
  finds_less: { badge: 'Finds less', says: (n) => `${n} with which much less could be found than without` },
}

/** Proposed only with what it costs: a comparison that finds less than none says so on its label. */
function badgeOf(one: Candidate, best: boolean, alone: number | null): { tone: 'good' | 'warning' | 'neutral'; text: string } | null {
  const wrong = against(one, alone)
  if (wrong) return { tone: 'warning', text: AGAINST[wrong].badge }
  const less = alone !== null && one.detectable !== null && one.detectable > alone
  if (best) return less ? { tone: 'neutral', text: 'Proposed, though it finds less' } : { tone: 'good', text: 'Proposed' }
  return less ? { tone: 'neutral', text: 'Finds a little less' } : null
}

/** Who was looked at and is not proposed, and why; empty where all passed. */
function notProposed({ candidates, alone }: Comparisons): string {
  const found = candidates.flatMap((one) => against(one, alone) ?? [])
  const kinds = (Object.keys(AGAINST) as Against[]).flatMap((kind) => { const n = found.filter((one) => one === kind).length; return n > 0 ? [AGAINST[kind].says(n)] : [] })
  return kinds.length > 0 ? `Of the ${candidates.length} looked at, not proposed: ${kinds.join('; ')}.` : ''
}

/** A candidate with why it serves, or does not. */
function comparedTo(one: Candidate, { unit, alone }: Comparisons, interval: string, currency: string): Compared {
  const figure = (value: number) => sayFigure(value, unit, currency)
  const size = (value: number) => sayDifference(value, unit, currency).replace('+', '')
  const drift = one.treated ? `The plan “${one.treated}” changes it within the same days: what that does would be taken for what happened anyway.` : one.drift === null ? `Too few ${interval}s to see whether the two moved alike.` : one.drifts
    ? `The gap between the two moved by ${sayDifference(one.drift.per_period, unit, currency)} a ${interval} (${sayEnds(one.drift.low, one.drift.high, unit, currency)}): they would differ without any plan.`
    : one.moves ? `Its own figure rose or fell over the baseline while the plan’s group stood still: whatever moves it would be taken for the plan.` : `No drift of the gap between the two is seen; one of ${sayEnds(one.drift.low, one.drift.high, unit, currency)} a ${interval} could hide.`
  const finds = one.detectable === null ? '' : ` With it a change of ${size(one.detectable)} can be found${alone === null ? '' : `, without it ${size(alone)}`}${alone !== null && one.detectable > alone ? ': the price of taking off what happened to both anyway' : ''}.`
  return { kind: 'other', figure: one.figure, label: one.label, why: `${figure(one.theirs)} against ${figure(one.mine)} over ${one.periods} ${interval}s of the baseline. ${drift}${finds}`.slice(0, 500) }
}

function matchedOf({ matched: { groups } }: Comparisons): Compared | null {
  if (!groups) return null
  const left = groups.unmatched > 0 ? ` ${formatCount(groups.unmatched)} ${groups.unmatched === 1 ? 'has none and is' : 'have none and are'} left out.` : ''
  const drawn = groups.notDrawn > 0 ? ` ${formatCount(groups.notDrawn)} more were not drawn: enough are.` : ''
  const balance = groups.balance.map(({ what, plan, matched }) => `${what.toLowerCase()} ${formatNumber(plan, 1)} and ${formatNumber(matched, 1)}`).join(', ')
  return { kind: 'matched', label: 'customers like them, matched one to one', why: `${formatCount(groups.matched)} of ${formatCount(groups.group)} in the group have a like outside it by ${groups.on.join(', ')}, from records before the baseline only.${left}${drawn} On average ${balance}. Both sides stay the same people.`.slice(0, 500) }
}
