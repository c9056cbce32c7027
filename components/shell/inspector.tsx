'use client'
import { RotateCw, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { Button, buttonClass, IconButton } from '../ui/button'
import { DefinitionList, type Definition } from '../ui/definition-list'
import { Pagination } from '../ui/pagination'
import { EmptyState, ErrorState, Skeleton, SkeletonLines } from '../ui/states'
import { Table } from '../ui/table'
import type { InspectorAction, InspectorContent, InspectorRows } from './inspector-types'

export type InspectorProps = {
  content: InspectorContent | null
  loading: boolean
  error: string | null
  offset: number
  onPrevious?: () => void
  onNext?: () => void
  onRetry: () => void
  onClose: () => void
}

/** Draws what it is told about one figure; beside the page, so that the page stays in use. From below on a phone. */
export function Inspector({ content, loading, error, offset, onPrevious, onNext, onRetry, onClose }: InspectorProps) {
  const panel = useRef<HTMLDivElement>(null)
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) opener.current = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      // Only if nobody has moved on: another figure may just have been pressed.
      if (document.activeElement !== document.body) return
      const back = opener.current
      if (back instanceof HTMLElement || back instanceof SVGElement) back.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div
      ref={panel}
      tabIndex={-1}
      role="dialog"
      aria-label={content ? `About: ${content.title}` : 'About this figure'}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="fixed inset-x-0 bottom-0 z-30 flex max-h-[85dvh] animate-sheet flex-col rounded-t-lg border-t bg-raised shadow-float outline-none sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-104 sm:animate-slide sm:rounded-none sm:border-t-0 sm:border-l lg:shadow-none"
    >
      <header className="flex items-start gap-2 px-5 pt-4 pb-2">
        <div className="min-w-0 flex-1">
          {content ? (
            <>
              <h2 className="text-13 font-medium text-muted">{content.title}</h2>
              <p className="mt-1 text-28 font-semibold">{content.value}</p>
            </>
          ) : (
            <h2 className="text-13 font-medium text-muted">About this figure</h2>
          )}
        </div>
        <IconButton label="Close" icon={<X />} onClick={onClose} className="-mt-1 -mr-2" />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-6">
        {error ? (
          <ErrorState
            title="This figure could not be explained just now"
            detail={error}
            action={
              <Button onClick={onRetry}>
                <RotateCw /> Try again
              </Button>
            }
          >
            The page itself is not affected. Try again; if it stays, pass on the line below.
          </ErrorState>
        ) : content ? (
          <Body content={content} loading={loading} offset={offset} onPrevious={onPrevious} onNext={onNext} />
        ) : (
          <div className="grid gap-4">
            <Skeleton className="h-9 w-28" />
            <SkeletonLines lines={6} label="Loading the figure’s definition and rows" />
          </div>
        )}
      </div>
      {content?.actions && content.actions.length > 0 && <Actions actions={content.actions} />}
    </div>
  )
}

/** Definitions name fields and parameters between backticks. */
const withCode = (text: string): ReactNode => text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))

type BodyProps = { content: InspectorContent; loading: boolean; offset: number; onPrevious?: () => void; onNext?: () => void }

function Body({ content, loading, offset, onPrevious, onNext }: BodyProps) {
  const line = (term: string, value: ReactNode): Definition[] => (value === undefined || value === null ? [] : [{ term, value }])
  const facts = [
    ...(content.numerator ? line(content.numerator.label, content.numerator.value) : []),
    ...(content.denominator ? line(`of ${content.denominator.label}`, content.denominator.value) : []),
    ...line('95 % interval', content.interval),
    ...line('n', content.n),
    ...line('Window', content.window),
    ...line('Freshness', content.freshness),
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="text-13 text-muted">{typeof content.definition === 'string' ? withCode(content.definition) : content.definition}</p>
      {facts.length > 0 && <DefinitionList items={facts} className="border-y" />}
      {content.notes && content.notes.length > 0 && (
        <ul className="grid gap-1.5 text-12 text-muted">
          {content.notes.map((note, index) => (
            <li key={index} className="border-l-2 pl-3">
              {note}
            </li>
          ))}
        </ul>
      )}
      {content.extra}
      {content.rows && <Rows rows={content.rows} loading={loading} offset={offset} onPrevious={onPrevious} onNext={onNext} />}
    </div>
  )
}

function Rows({ rows, loading, offset, onPrevious, onNext }: { rows: InspectorRows } & Omit<BodyProps, 'content'>) {
  const columns = rows.columns.map((column) => ({
    key: column.key,
    header: column.label,
    numeric: column.numeric,
    cell: (row: InspectorRows['data'][number]) => row.cells[column.key],
  }))
  return (
    <section aria-label={`The ${rows.unit} behind it`}>
      <h3 className="text-13 font-medium">The {rows.unit} behind it</h3>
      <div className="overflow-x-auto [&_td]:whitespace-nowrap [&_th]:bg-raised">
        <Table
          label={`The ${rows.unit} behind the figure`}
          columns={columns}
          rows={rows.data}
          rowKey={(row) => row.key}
          rowHref={(row) => row.href ?? null}
          loading={loading}
          empty={<EmptyState title={`No ${rows.unit} are counted here`} />}
        />
      </div>
      {rows.data.length > 0 && (
        <Pagination offset={offset} shown={rows.data.length} total={rows.total} unit={rows.unit} label={`Pages of the ${rows.unit} behind it`} onPrevious={onPrevious} onNext={rows.next ? onNext : undefined} />
      )}
    </section>
  )
}

function Actions({ actions }: { actions: readonly InspectorAction[] }) {
  return (
    <footer className="flex flex-wrap gap-2 border-t px-5 py-3">
      {actions.map((action) =>
        action.href ? (
          <a key={action.label} href={action.href} download={action.download} className={buttonClass()}>
            {action.icon}
            {action.label}
          </a>
        ) : (
          <Button key={action.label} onClick={action.onSelect}>
            {action.icon}
            {action.label}
          </Button>
        ),
      )}
    </footer>
  )
}
