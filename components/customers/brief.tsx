'use client'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Story } from '@/server/queries/customer-page-story'
import { useTRPC } from '../data/trpc'
import { PromiseLine } from '../promises/promise-line'
import { Badge } from '../ui/badge'
import { Link } from '../ui/link'
import { meaningColour } from '../ui/tokens'
import { useWorkspace } from '../workspace/workspace'
import { Notes } from './notes'
import { WeOwe } from './we-owe'
import { attemptText, careDetail, careText, issueText, lately, moodText, quietText, ruleText } from './story-text'

/** What a colleague reads in ten seconds before a contact: sentences, the most pressing first. */
export function Brief({ id }: { id: string }) {
  const workspace = useWorkspace()
  const trpc = useTRPC()
  const { data: story } = useSuspenseQuery(trpc.customers.story.queryOptions({ id }))
  const names = { ...workspace, now: new Date(workspace.now) }
  const mood = moodText(story, names)
  return (
    <section aria-label="Before a contact" className="border-t pt-2 pb-4">
      <dl className="divide-y text-14">
        {story.care && (
          <Row term={story.care.closed_at ? 'Was taken on' : 'Taken on'}>
            <p className={story.care.closed_at ? undefined : 'font-medium'}>{careText(story.care, names)} {!story.care.closed_at && <Link href={`/${workspace.slug}/recovery`} className="font-normal">Recovery</Link>}</p>
            <p className="text-13 text-muted">{careDetail(story.care, names.now)}</p>
          </Row>
        )}
        {story.open_issues > 0 && (
          <Row term={story.open_issues === 1 ? 'Open issue' : `${story.open_issues} open issues`}>
            <ul>{story.issues.map((issue) => <li key={issue.id}><span className="font-medium">{issue.title}</span> <span className="text-muted">{issueText(issue, names)}</span></li>)}</ul>
          </Row>
        )}
        <Row term="We owe">
          <WeOwe story={story} now={names.now} />
          <div className="*:border-t-0 *:py-1"><PromiseLine customer={id} /></div>
        </Row>
        <Row term="Channels">{story.rules.length > 0 ? <ul>{story.rules.map((rule) => <li key={JSON.stringify(rule)}>{ruleText(rule, names)}</li>)}</ul> : <p className="text-muted">No rule: any channel may be used.</p>}</Row>
        {mood && <Row term="Mood">{mood}</Row>}
        <Row term="Comes from"><Attempts story={story} names={names} /></Row>
        <Row term="Remember"><Notes customer={id} story={story} /></Row>
      </dl>
    </section>
  )
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[7rem_1fr]">
      <dt className="text-13 text-muted sm:pt-px">{term}</dt>
      <dd className="min-w-0 max-w-[46rem]">{children}</dd>
    </div>
  )
}

function Attempts({ story, names }: { story: Story; names: Parameters<typeof attemptText>[1] }) {
  const quiet = quietText(story.attempts, names.now)
  const { fresh, old } = lately(story.attempts, names.now)
  return (
    <>
      {quiet && <p>{quiet}</p>}
      {fresh.length > 0 && <AttemptList attempts={fresh} names={names} />}
      {old.length > 0 && <details className="text-13 text-muted"><summary className="w-fit cursor-pointer pointer-coarse:py-2.5">{fresh.length > 0 ? 'Before that' : 'What it was then'}</summary><AttemptList attempts={old} names={names} /></details>}
    </>
  )
}

function AttemptList({ attempts, names }: { attempts: Story['attempts']; names: Parameters<typeof attemptText>[1] }) {
  return (
    <ol>
      {attempts.map((attempt) => (
        <li key={`${attempt.at} ${attempt.channel} ${attempt.touchpoint} ${attempt.ours}`} className="flex flex-wrap items-baseline gap-x-2">
          <span className={attempt.result === 'failed' ? 'font-medium' : undefined}>{attemptText(attempt, names)}</span>
          {attempt.result && <Badge mark={meaningColour(attempt.result)}>{attempt.result}</Badge>}
        </li>
      ))}
    </ol>
  )
}
