'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { ButtonLink, Link } from '../ui/link'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { classWords } from './class-details'

type Touchpoint = { slug: string; name: string; class: string; critical: boolean }

/** What makes each touchpoint what it is; it is said in the catalogue. */
export function TouchpointDetails({ admin }: { admin: boolean }) {
  const trpc = useTRPC()
  const { slug: org, touchpoints, currency } = useWorkspace()
  const { data: all = [] } = useQuery(trpc.journeys.details.queryOptions())
  const { data: catalogue = [] } = useQuery(trpc.catalogue.touchpoints.queryOptions())
  const said = (touchpoint: Touchpoint) => classWords({ ...touchpoint, target_minutes: catalogue.find(({ slug }) => slug === touchpoint.slug)?.target_minutes ?? null }, all.find((one) => one.touchpoint === touchpoint.slug), currency).join(' · ')
  return (
    <Section title="What makes a touchpoint what it is" subtitle={`Moments: what is personal, unexpected and invested, and what getting them wrong costs; and what each is held to.${admin ? ' Press a name to say more of it.' : ''}`} actions={<ButtonLink href={`/${org}/settings/touchpoints`}>All touchpoints</ButtonLink>}>
      <Table<Touchpoint>
        label="Touchpoints" rows={touchpoints.toSorted((a, b) => Number(b.class === 'moment_that_matters') - Number(a.class === 'moment_that_matters') || a.name.localeCompare(b.name))} rowKey={(row) => row.slug}
        columns={[
          { key: 'name', header: 'Touchpoint', cell: (row) => (admin ? <Link href={`/${org}/settings/touchpoints?touchpoint=${row.slug}`} className="text-ink">{row.name}</Link> : row.name) },
          { key: 'class', header: 'Class', className: 'whitespace-nowrap', cell: (row) => (row.class === 'moment_that_matters' ? (row.critical ? 'Moment, critical' : 'Moment') : 'Efficient') },
          { key: 'said', header: 'What is said of it', wideOnly: true, cell: (row) => <span className="text-muted">{said(row) || 'nothing yet'}</span> },
        ]}
      />
    </Section>
  )
}
