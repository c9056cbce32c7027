'use client'
import { useQuery } from '@tanstack/react-query'
import { BellRing, CircleDot, Database, Handshake, HeartHandshake, House, Layers, LifeBuoy, ListChecks, MessagesSquare, MonitorPlay, Route, Settings, TrendingDown, Users } from 'lucide-react'
import dynamic from 'next/dynamic'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { Workspace as WorkspaceData } from '@/server/queries/workspace'
import { DataProvider, useTRPC, useTRPCClient } from '../data/trpc'
import { useLive } from '../data/live'
import { AppShell } from '../shell/app-shell'
import { PageMadeContext } from '../shell/clock'
import { Targets } from '../screens/targets'
import { PutOnWallContext, type InspectTarget } from '../shell/inspector-context'
import { InspectorProvider } from '../shell/inspector-provider'
import { SegmentsContext } from '../shell/segments-context'
import type { InspectorLoad } from '../shell/inspector-types'
import type { NavItem } from '../shell/nav-types'
import { ToastProvider } from '../ui/toast'
import { formatDay } from '../ui/format-date'

// On no page's first load.
const Renewing = dynamic(() => import('./renewing').then((module) => module.Renewing), { ssr: false })
const Unsettled = dynamic(() => import('./unsettled').then((module) => module.Unsettled), { ssr: false })
const Bell = dynamic(() => import('../notifications/bell').then((module) => module.Bell), { ssr: false, loading: () => <span className="size-8" /> })

const WorkspaceContext = createContext<WorkspaceData | null>(null)

/** The organisation the page is in: its names, days, catalogue and what the reader may do. */
export function useWorkspace(): WorkspaceData {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('useWorkspace belongs inside a workspace page.')
  return workspace
}

const pages = (org: string): NavItem[] => [
  { href: `/${org}`, label: 'Overview', icon: <House />, key: 'o', bar: true, exact: true },
  { href: `/${org}/interactions`, label: 'Interactions', icon: <MessagesSquare />, key: 'i' },
  { href: `/${org}/customers`, label: 'Customers', icon: <Users />, key: 'c', bar: true },
  { href: `/${org}/segments`, label: 'Segments', icon: <Layers />, key: 's' },
  { href: `/${org}/journeys`, label: 'Journeys', icon: <Route />, key: 'j' },
  { href: `/${org}/moments`, label: 'Moments', icon: <CircleDot />, key: 'm' },
  { href: `/${org}/care`, label: 'Care', icon: <HeartHandshake />, key: 'a' },
  { href: `/${org}/promises`, label: 'Promises', icon: <Handshake />, key: 'p', bar: true },
  { href: `/${org}/recovery`, label: 'Recovery', icon: <LifeBuoy />, key: 'r', bar: true },
  { href: `/${org}/churn`, label: 'Churn', icon: <TrendingDown />, key: 'h' },
  { href: `/${org}/alerts`, label: 'Alerts', icon: <BellRing />, key: 'l' },
  { href: `/${org}/plans`, label: 'Plans', icon: <ListChecks />, key: 'n' },
  { href: `/${org}/screens`, label: 'Screens', icon: <MonitorPlay />, key: 'w' },
  { href: `/${org}/data`, label: 'Data', icon: <Database />, key: 'd' },
  { href: `/${org}/settings`, label: 'Settings', icon: <Settings />, key: ',' },
]

type Props = { workspace: WorkspaceData; /** When the server made the page, epoch ms. */ made: number; /** Where the live stream stood when it did. */ stamp: string; organisation: ReactNode; account: ReactNode; children: ReactNode }

/** The frame of every signed-in page: data, live topics, inspector, navigation. */
export function Workspace({ workspace, made, stamp, organisation, account, children }: Props) {
  return (
    <NuqsAdapter>
      <DataProvider org={workspace.slug} key={workspace.slug}>
        <ToastProvider>
          <PageMadeContext value={made}><Frame workspace={workspace} stamp={stamp} organisation={organisation} account={account}>{children}</Frame></PageMadeContext>
        </ToastProvider>
      </DataProvider>
    </NuqsAdapter>
  )
}

function Frame({ workspace: served, stamp, organisation, account, children }: Omit<Props, 'made'>) {
  const client = useTRPCClient()
  const trpc = useTRPC()
  // Served with the page, then followed: the first record turns an empty organisation's pages into full ones.
  const { data: workspace } = useQuery(trpc.workspace.queryOptions(undefined, { initialData: served }))
  const live = useLive(workspace.slug, stamp)
  const { slug, timezone, currency, channels, touchpoints } = workspace
  // Kept while what it needs is the same: a new one would ask again for the figure that is open.
  const load = useMemo<InspectorLoad>(() => async (target, cursor) => {
    // Fetched with the first figure that is opened.
    const { inspectorLoad } = await import('./inspector-load')
    return inspectorLoad(client, { slug, timezone, currency, channels, touchpoints })(target, cursor)
  }, [client, slug, timezone, currency, channels, touchpoints])
  const [walled, setWalled] = useState<ReactNode>(null)
  const putOnWall = useCallback((target: InspectTarget) => void import('./inspector-load').then(({ PutViewOnWall }) => setWalled(<PutViewOnWall target={target} onClose={() => setWalled(null)} />)), [])
  const nav = useMemo(() => pages(workspace.slug), [workspace.slug])
  return (
    <WorkspaceContext value={workspace}>
      <AppShell nav={nav} organisation={organisation} account={account} bell={<Bell />} status={<LiveStatus state={live} sample={workspace.sample} today={workspace.today} />}>
        {/* Inside the shell, which makes room for it. */}
        <InspectorProvider load={load}><Targets today={workspace.today}><SegmentsContext value={workspace.segments}><PutOnWallContext value={workspace.can.includes('admin') ? putOnWall : null}><Unsettled />{children}</PutOnWallContext></SegmentsContext></Targets></InspectorProvider>
        {walled}
      </AppShell>
    </WorkspaceContext>
  )
}

const STATE = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again' }

function LiveStatus({ state, sample, today }: { state: keyof typeof STATE; sample: boolean; today: string }) {
  return (
    <div className="text-12 text-muted">
      <p className="flex items-center gap-2" role="status">
        <span aria-hidden className={state === 'lost' ? 'size-2 rounded-full border border-current' : 'size-2 rounded-full bg-accent'} />
        {STATE[state]}{sample ? ` · sample, where it is ${formatDay(today)}` : ''}
      </p>
      <Renewing />
    </div>
  )
}
