'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Firing } from '@/server/queries/alerts'
import { useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { formatInstant } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'

const count = (n: number, one: string, many: string) => (n === 0 ? '' : `${n} ${n === 1 ? one : many}`)
const toldOf = ({ told }: Firing) => [count(told.people.length, 'person', 'people'), count(told.webhooks.length, 'webhook', 'webhooks'), told.screens ? 'every screen' : ''].filter(Boolean).join(', ')

/** When alerts fired: what was seen, who was told, since when it has cleared. */
export function Firings() {
  const trpc = useTRPC()
  const { timezone } = useWorkspace()
  const { data: firings } = useSuspenseQuery(trpc.alerts.firings.queryOptions({}))
  if (firings.length === 0) return null
  return (
    <Section title="What fired">
      <ul aria-label="What fired" className="grid">
        {firings.map((one) => (
          <li key={one.id} className="grid gap-0.5 border-t py-2.5 first:border-t-0">
            <p className="text-14">{one.title}</p>
            <p className="text-12 text-muted">{formatInstant(one.firedAt, timezone)} · {one.name} · told {toldOf(one) || 'nobody'}{one.clearedAt ? ` · cleared ${formatInstant(one.clearedAt, timezone)}` : ''}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
