'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { Suspense, useDeferredValue } from 'react'
import { SURVEYS } from '@/db/vocabulary'
import { lastYearFrom } from '@/server/domain/time/last-year'
import { Surveys as Scores } from '../care/machines'
import { ErrorBoundary } from '../data/error-boundary'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Field, Input, Select } from '../ui/field'
import { formatCount } from '../ui/format'
import { formatInstant } from '../ui/format-date'
import { ButtonLink, Link } from '../ui/link'
import { Pagination } from '../ui/pagination'
import { EmptyState, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { ChannelPreferences } from './channel-preferences'
import { commentQuestion, voiceParsers } from './parameters'
import { SURVEY } from './words'

const PAGE = 50

/** What customers say: scores over time, their own words, the channels they like. */
export function Voice() {
  const { slug, newest } = useWorkspace()
  const from = lastYearFrom(newest)
  const parameters = from ? { from } : {}
  return (
    <>
      <PageHeader title="What they say" lead="Answers to surveys, in numbers and in the customers’ own words." actions={<ButtonLink href={`/${slug}/care/surveys`}>Ask your customers</ButtonLink>} />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={4} />}><Scores parameters={parameters} /></Suspense></ErrorBoundary>
      <Comments />
      <ErrorBoundary><Suspense fallback={<SkeletonLines lines={4} />}><ChannelPreferences parameters={parameters} /></Suspense></ErrorBoundary>
    </>
  )
}

function Comments() {
  const trpc = useTRPC()
  const { slug, touchpoints, timezone } = useWorkspace()
  const [asked, setAsked] = useQueryStates(voiceParsers, { history: 'replace' })
  const question = useDeferredValue(commentQuestion(asked))
  const found = useQuery(trpc.surveys.comments.queryOptions(question, { placeholderData: keepPreviousData }))
  const set = (change: Partial<typeof asked>) => void setAsked({ offset: null, ...change })
  const words = question.q.trim().split(/\s+/).filter(Boolean)
  const { total = 0, rows = [] } = found.data ?? {}
  return (
    <Section title={found.data && total === 0 ? 'No comments' : found.data ? `${formatCount(total)} ${total === 1 ? 'comment' : 'comments'}` : 'Comments'} subtitle="What customers wrote with their answers, newest first">
      <form role="search" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4" onSubmit={(event) => event.preventDefault()}>
        <Field label="Words">{(w) => <div className="relative"><Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-muted pointer-coarse:top-3.5" /><Input {...w} type="search" className="pl-8" maxLength={200} value={asked.q} onChange={(event) => set({ q: event.target.value })} /></div>}</Field>
        <Field label="Survey">{(w) => <Select {...w} value={asked.survey ?? ''} options={[{ value: '', label: 'All surveys' }, ...SURVEYS.map((value) => ({ value, label: SURVEY[value].name }))]} onValue={(value) => set({ survey: SURVEYS.find((one) => one === value) ?? null })} />}</Field>
        <Field label="Mood">{(w) => <Select {...w} value={asked.mood ?? ''} options={[{ value: '', label: 'All' }, { value: 'unhappy', label: 'Unhappy' }, { value: 'between', label: 'In between' }, { value: 'happy', label: 'Happy' }]} onValue={(value) => set({ mood: value === '' ? null : value })} />}</Field>
        <Field label="Touchpoint">{(w) => <Select {...w} value={asked.touchpoint ?? ''} options={[{ value: '', label: 'Everywhere' }, ...touchpoints.map(({ slug: value, name }) => ({ value, label: name }))]} onValue={(value) => set({ touchpoint: value === '' ? null : value })} />}</Field>
      </form>
      {found.isError ? <ErrorState title="The comments could not be searched" detail={failureOf(found.error)} /> : found.isPending ? <SkeletonLines lines={5} label="Searching" /> : rows.length === 0 ? (
        <EmptyState title={words.length > 0 ? 'Nobody wrote that' : 'No comments here yet'}>Comments come with answers to surveys: by your own survey links, by REST, or imported from the tool you use today.</EmptyState>
      ) : (
        <ul aria-label="Comments" className="grid">
          {rows.map((row) => (
            <li key={row.id} className="grid gap-1 border-t py-3 first:border-t-0">
              <p className="max-w-prose text-14 whitespace-pre-line">{marked(row.comment, words)}</p>
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-muted">
                {row.score !== null && <Badge>{SURVEY[row.survey].short} {row.score}{row.scale_max === null ? '' : ` of ${row.scale_max}`}</Badge>}
                {row.touchpoint && <span>{row.touchpoint}</span>}
                {row.customer && <Link href={`/${slug}/customers/${encodeURIComponent(row.customer)}`}>{row.customer_name ?? row.customer}</Link>}
                <span>{formatInstant(row.at, timezone)}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      {total > PAGE && <Pagination offset={question.offset} shown={rows.length} total={total} unit="comments" onPrevious={question.offset > 0 ? () => void setAsked({ offset: Math.max(0, question.offset - PAGE) }) : undefined} onNext={question.offset + rows.length < total ? () => void setAsked({ offset: question.offset + PAGE }) : undefined} />}
    </Section>
  )
}

/** The words searched for, marked where they stand. */
function marked(text: string, words: readonly string[]) {
  if (words.length === 0) return text
  const pattern = new RegExp(`(${words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu')
  return text.split(pattern).map((part, index) => (index % 2 === 1 ? <mark key={index} className="bg-sunken text-inherit underline decoration-accent decoration-2 underline-offset-2">{part}</mark> : part))
}
