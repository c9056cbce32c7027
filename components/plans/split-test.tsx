'use client'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { DefinitionList } from '../ui/definition-list'
import { formatFixed, formatInterval } from '../ui/format'
import { EMPTY_GROUPS, GroupFields, groupsOf } from './group-fields'
import { sayP, sayPercent, sayRelative } from './words'

const n = (value: number | null | undefined, digits = 3) => formatFixed(value, digits)
const points = (value: number) => `${formatFixed(value * 100)}\u00a0points`
const pointsBetween = ({ low, high }: { low: number; high: number }) => `${formatInterval(low, high, (v) => formatFixed(v * 100))}\u00a0points`

/** Two groups drawn by lot, counted elsewhere: lift, z and interval, worked out at once. */
export function SplitTest() {
  const trpc = useTRPC()
  const [draft, setDraft] = useState(EMPTY_GROUPS)
  const groups = groupsOf(draft)
  const { data } = useQuery(trpc.plans.splitTest.queryOptions(groups ?? skipToken, { placeholderData: keepPreviousData }))
  const found = groups ? data : null
  return (
    <>
      <PageHeader title="Two groups by lot" lead="Who got it was drawn by lot: type in what came of both groups." />
      <div className="border-t py-5"><div className="max-w-xl"><GroupFields draft={draft} onDraft={setDraft} /></div></div>
      {found?.kind === 'shares' && found.lift !== undefined && found.low !== undefined && found.high !== undefined && found.unpooled && (
        <Section title={found.p !== null && found.p !== undefined && found.p < 0.05 ? `The treated group differs: ${points(found.lift)}` : `The difference, ${points(found.lift)}, may be chance`} note="Two-proportion test with the variance pooled under no difference, two-sided, no continuity correction. Newcombe’s interval (method 10) is what verdicts rest on; Wald’s, unpooled, is what textbooks print.">
          <DefinitionList items={[
            { term: 'Control', value: sayPercent(found.control ?? 0) }, { term: 'Treated', value: sayPercent(found.treated ?? 0) },
            { term: 'Lift, absolute', value: points(found.lift) }, { term: 'Lift, relative', value: found.relative === null || found.relative === undefined ? 'nobody in control did it' : sayRelative({ value: found.relative, low: found.relativeEnds?.low ?? null, high: found.relativeEnds?.high ?? null }) },
            { term: 'z', value: n(found.z) }, { term: 'p, two-sided', value: sayP(found.p) },
            { term: '95 % interval (Newcombe)', value: pointsBetween({ low: found.low, high: found.high }) }, { term: '95 % interval (unpooled)', value: pointsBetween(found.unpooled) },
          ]} />
        </Section>
      )}
      {found?.kind === 'means' && found.lift !== undefined && found.low !== undefined && found.high !== undefined && (
        <Section title={found.p !== null && found.p !== undefined && found.p < 0.05 ? `The means differ: ${n(found.lift)}` : found.p === null ? `The difference is ${n(found.lift)}; neither group scatters, so nothing can be tested` : `The difference, ${n(found.lift)}, may be chance`} note="Welch’s t-test, Satterthwaite’s degrees of freedom, two-sided.">
          <DefinitionList items={[
            { term: 'Control', value: n(found.control) }, { term: 'Treated', value: n(found.treated) }, { term: 'Lift, absolute', value: n(found.lift) },
            { term: 'Lift, relative', value: found.relative === null || found.relative === undefined ? '–' : sayPercent(found.relative) },
            { term: 't', value: n(found.t) }, { term: 'Degrees of freedom', value: n(found.df, 1) }, { term: 'p, two-sided', value: sayP(found.p) },
            { term: '95 % interval', value: formatInterval(found.low, found.high, (v) => formatFixed(v)) },
          ]} />
        </Section>
      )}
    </>
  )
}
