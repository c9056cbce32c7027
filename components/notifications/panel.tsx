'use client'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { failureOf, useTRPC } from '../data/trpc'
import { useWallClock } from '../shell/clock'
import { Button } from '../ui/button'
import { cx } from '../ui/cx'
import { Sheet } from '../ui/dialog'
import { formatAgo } from '../ui/format-date'
import { ButtonLink } from '../ui/link'
import { PageLink } from '../ui/page-link'
import { EmptyState, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { KIND } from './words'

/** Everything the reader was told, newest first; opening what one is about marks it as read. */
export function NotificationPanel({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { slug } = useWorkspace()
  const now = useWallClock()
  const list = useInfiniteQuery(trpc.notifications.list.infiniteQueryOptions({ limit: 30 }, {
    initialCursor: null,
    getNextPageParam: ({ rows, more }) => { const last = rows.at(-1); return more && last ? { at: last.createdAt, id: last.id } : undefined },
  }))
  const read = useMutation(trpc.notifications.read.mutationOptions({ onSettled: () => cache.invalidateQueries({ queryKey: trpc.notifications.pathKey() }) }))
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const some = rows.some((row) => row.readAt === null)
  return (
    <Sheet open onOpenChange={onClose} title="Notifications" footer={<><ButtonLink look="quiet" href={`/${slug}/settings/notifications`} onClick={onClose}>What comes by mail</ButtonLink><Button disabled={!some} busy={read.isPending} onClick={() => read.mutate({})}>Mark all as read</Button></>}>
      {list.isError && <ErrorState title="The list could not be shown" detail={failureOf(list.error)} action={<Button onClick={() => void list.refetch()}>Try again</Button>} />}
      {list.isPending && <SkeletonLines lines={4} label="Loading notifications" />}
      {list.data && rows.length === 0 && <EmptyState title="Nothing yet">Alerts that fire, promises of yours that fall due, and whatever colleagues ask of you will stand here.</EmptyState>}
      <ul className="grid">
        {rows.map((row) => (
          <li key={row.id} className="border-t first:border-t-0">
            <PageLink
              href={`/${slug}${row.link}`} className="flex gap-3 py-3 hover:bg-sunken"
              onClick={() => { if (row.readAt === null) read.mutate({ id: row.id }); onClose() }}
            >
              <span aria-hidden className={cx('mt-1.5 size-2 shrink-0 rounded-full', row.readAt === null && 'bg-accent')} />
              <span className="grid min-w-0 gap-0.5">
                <span className={cx('text-13', row.readAt === null && 'font-medium')}>{row.readAt === null && <span className="sr-only">Not read: </span>}{row.title}</span>
                {row.body && <span className="line-clamp-3 text-13 whitespace-pre-line text-muted">{row.body}</span>}
                <span className="text-12 text-muted">{KIND[row.kind].name} · {formatAgo(row.createdAt, now)}</span>
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
      {list.hasNextPage && <Button className="mt-3" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older ones</Button>}
    </Sheet>
  )
}
