'use client'
import { useQuery } from '@tanstack/react-query'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Button } from '../ui/button'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { ExpiredSoFar } from './expired-so-far'
import { NamesSetting } from './names'
import { RetentionSetting } from './retention'

/** Who sees customers' names, and how long what is known of them is kept. */
export function Privacy() {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.get.queryOptions())
  const admin = useWorkspace().can.includes('admin')
  const org = settings.data
  return (
    <>
      <PageHeader title="Privacy" lead="Who sees your customers’ names, and how long what you know of them is kept. Every change is written to the audit trail." />
      {!admin && <div className="mb-6"><Callout>Admins change these; you can read them.</Callout></div>}
      {settings.isError ? <ErrorState title="The settings could not be read" action={<Button onClick={() => void settings.refetch()}>Try again</Button>}>{failureOf(settings.error)}</ErrorState>
        : !org ? <SkeletonLines lines={12} label="Loading the settings" /> : (
          <>
            <Section title="Names"><div><NamesSetting org={org} /></div></Section>
            <Section title="How long data is kept"><div><RetentionSetting org={org} /></div></Section>
            {admin && <ExpiredSoFar />}
          </>
        )}
    </>
  )
}
