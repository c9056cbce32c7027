'use client'
import { useQuery } from '@tanstack/react-query'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { CurrencySetting, NameSetting, TimezoneSetting } from './basics'
import { DimensionsSetting } from './dimensions'
import { EffectWindowSetting, SmallestChangeSetting, SpentLessSetting } from './effects'
import { LapseSetting, ObservedFromSetting } from './leaving'
import { ObservedBySourceSetting } from './observed-by-source'
import { Recomputing } from './recomputing'
import { TransactionKindsSetting } from './transaction-kinds'
import { DiscountRateSetting, MarginSetting } from './worth'

/** Everything that decides how figures are counted, each with what it changes. */
export function OrganisationSettings() {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  const admin = useWorkspace().can.includes('admin')
  const org = settings.data
  return (
    <>
      <PageHeader title="Organisation" lead="How this organisation’s days, money and customers are counted. Every change is written to the audit trail." />
      {!admin && <div className="mb-6"><Callout>Admins change these; you can read them.</Callout></div>}
      <Recomputing />
      {settings.isError ? <ErrorState title="The settings could not be read" action={<Button onClick={() => void settings.refetch()}>Try again</Button>}>{failureOf(settings.error)}</ErrorState>
        : !org ? <SkeletonLines lines={12} label="Loading the settings" /> : (
          <>
            <Section title="Name, days and money"><div><NameSetting org={org} /><TimezoneSetting org={org} /><CurrencySetting org={org} /></div></Section>
            <Section title="When a customer has left"><div><LapseSetting org={org} /><ObservedFromSetting org={org} /><ObservedBySourceSetting org={org} /></div></Section>
            <Section title="What counts as an effect, and as news"><div><EffectWindowSetting org={org} /><SpentLessSetting org={org} /><SmallestChangeSetting org={org} /></div></Section>
            <Section title="What customers will be worth"><div><MarginSetting org={org} /><DiscountRateSetting org={org} /></div></Section>
            <Section title="What your data means"><div><DimensionsSetting org={org} /><TransactionKindsSetting org={org} /></div></Section>
          </>
        )}
    </>
  )
}
