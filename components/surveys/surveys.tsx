'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HostedSurvey } from '@/server/queries/surveys'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader, Section } from '../shell/page'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { formatCount, formatShare } from '../ui/format'
import { Callout, EmptyState } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { LinksMade } from './links-made'
import { LinksSheet } from './links-sheet'
import { SurveySheet } from './survey-sheet'
import { SURVEY } from './words'

/** The questions this instance asks, and the links to send. */
export function Surveys() {
  const trpc = useTRPC()
  const { can } = useWorkspace()
  const { data: { surveys, publicUrl } } = useSuspenseQuery(trpc.surveys.list.queryOptions())
  const [open, setOpen] = useState<{ what: 'edit'; survey: HostedSurvey | null } | { what: 'links' | 'made'; survey: HostedSurvey } | null>(null)
  const admin = can.includes('admin')
  return (
    <>
      <PageHeader title="Surveys" lead="One question, asked by a link you send with your own mails or messages. Answers count at once, beside those you import." actions={admin && <Button look="primary" onClick={() => setOpen({ what: 'edit', survey: null })}>New survey</Button>} />
      {!publicUrl && <Callout tone="warning" title="Links begin with the address in your browser">Whoever runs the server sets PUBLIC_URL, so that links made by programs lead to where your customers can reach them.</Callout>}
      <Section title={surveys.length === 0 ? 'No survey yet' : `${formatCount(surveys.filter((one) => !one.closedAt).length)} open`}>
        {surveys.length === 0 ? (
          <EmptyState title="Ask one thing, where it happens" action={admin && <Button look="primary" onClick={() => setOpen({ what: 'edit', survey: null })}>New survey</Button>}>Choose what to ask and about which touchpoint. The page your customers see is ready in five languages, made for phones, and sets no cookies.</EmptyState>
        ) : <ul aria-label="Surveys" className="grid">{surveys.map((survey) => <SurveyLine key={survey.id} survey={survey} onEdit={() => setOpen({ what: 'edit', survey })} onLinks={() => setOpen({ what: 'links', survey })} onMade={() => setOpen({ what: 'made', survey })} />)}</ul>}
      </Section>
      {open?.what === 'edit' && <SurveySheet survey={open.survey} onClose={() => setOpen(null)} />}
      {open?.what === 'links' && <LinksSheet survey={open.survey} publicUrl={publicUrl} onClose={() => setOpen(null)} />}
      {open?.what === 'made' && <LinksMade survey={open.survey} publicUrl={publicUrl} onClose={() => setOpen(null)} />}
    </>
  )
}

function SurveyLine({ survey, onEdit, onLinks, onMade }: { survey: HostedSurvey; onEdit: () => void; onLinks: () => void; onMade: () => void }) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const { can } = useWorkspace()
  const close = useMutation(trpc.surveys.close.mutationOptions({ onSettled: () => cache.invalidateQueries({ queryKey: trpc.surveys.pathKey() }) }))
  const { name, asked, answered, closedAt } = survey
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-3 first:border-t-0">
      <div className="grid min-w-0 gap-0.5">
        <p className="flex items-center gap-2 text-14 font-medium">{name}{closedAt && <Badge>closed</Badge>}</p>
        <p className="text-13 text-muted">{SURVEY[survey.survey].name} · {survey.touchpointName ?? 'the relationship as a whole'}</p>
        <p className="text-12 text-muted">{asked === 0 ? 'nobody was asked yet' : `${formatCount(asked)} asked, ${formatShare(answered, asked)} answered`}</p>
        {close.isError && <p role="alert" className="text-12 text-danger">{failureOf(close.error)}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {!closedAt && can.includes('ingest') && <Button onClick={onLinks}>Make links</Button>}
        {survey.asked > 0 && <Button look="quiet" onClick={onMade}>Links made</Button>}
        {can.includes('admin') && <Button look="quiet" onClick={onEdit}>Change</Button>}
        {can.includes('admin') && <Button look="quiet" busy={close.isPending} onClick={() => close.mutate({ id: survey.id, closed: closedAt === null })}>{closedAt ? 'Open again' : 'Close'}</Button>}
      </div>
    </li>
  )
}
