'use client'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonaInList } from '@/server/queries/journeys/journeys'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Link } from '../ui/link'
import { EmptyState } from '../ui/states'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { PersonaForm } from './persona-form'

/** Whom maps are drawn for: archetypes in words, the segments they stand for, and their maps. */
export function Personas() {
  const trpc = useTRPC()
  const toast = useToast()
  const { slug: org, can, segments } = useWorkspace()
  const { data: personas } = useSuspenseQuery(trpc.journeys.personas.queryOptions())
  const [edited, setEdited] = useState<PersonaInList | 'new' | null>(null)
  const [leaving, setLeaving] = useState<PersonaInList | null>(null)
  const remove = useMutation(trpc.journeys.removePersona.mutationOptions({ onSuccess: () => setLeaving(null), onError: (error) => toast({ title: 'The persona is still there', description: failureOf(error), tone: 'danger' }) }))
  const canEdit = can.includes('edit')
  /** Segmentation by segmentation; a segment that is gone is named as it was. */
  const together = (refs: readonly string[]): [string, string][] => {
    const found = refs.map((ref) => segments.find((one) => `${one.segmentation}:${one.slug}` === ref) ?? { segmentationName: 'No longer there', name: ref })
    return [...new Set(found.map((one) => one.segmentationName))].map((name) => [name, found.filter((one) => one.segmentationName === name).map((one) => one.name).join(', ')])
  }
  return (
    <>
      <PageHeader
        title="Personas"
        lead={<><Link href={`/${org}/journeys`}>Journeys</Link> · Somebody one can picture, and the segments they stand for.</>}
        actions={canEdit && <Button look="primary" onClick={() => setEdited('new')}>New persona</Button>}
      />
      {personas.length === 0
        ? <div className="border-t py-6"><EmptyState title="No persona yet" action={canEdit && <Button look="primary" onClick={() => setEdited('new')}>Describe the first</Button>}><p>A persona is an archetype, in words. Say which segments it stands for, and a map drawn for it can be looked at through their eyes.</p></EmptyState></div>
        : (
          <ul aria-label="Personas" className="border-t">
            {personas.map((persona) => (
              <li key={persona.id} className="grid gap-x-8 gap-y-2 border-b py-4 sm:grid-cols-[minmax(0,1fr)_16rem_auto]">
                <div className="min-w-0">
                  <h2 className="text-16 font-semibold">{persona.name}</h2>
                  {persona.description !== '' && <p className="mt-1 max-w-prose text-13 whitespace-pre-wrap text-muted">{persona.description}</p>}
                </div>
                <dl className="grid content-start gap-1 text-13">
                  <dt className="text-12 text-muted">Stands for</dt>
                  <dd>{persona.segments.length === 0 ? <span className="text-muted">no segment yet</span> : together(persona.segments).map(([name, members]) => <span key={name} className="block"><Link href={`/${org}/segments`}>{name}</Link>: {members}</span>)}</dd>
                  <dt className="mt-1 text-12 text-muted">Maps</dt>
                  <dd>{persona.maps.length === 0 ? <span className="text-muted">none yet</span> : persona.maps.map((map, i) => <span key={map.slug}>{i > 0 && ', '}<Link href={`/${org}/journeys/${map.slug}${first(persona.segments)}`}>{map.name}</Link></span>)}</dd>
                </dl>
                {canEdit && <span className="flex items-start"><Button look="quiet" onClick={() => setEdited(persona)}>Change</Button><Button look="quiet" onClick={() => setLeaving(persona)}>Remove</Button></span>}
              </li>
            ))}
          </ul>
        )}
      {edited !== null && <PersonaForm persona={edited === 'new' ? null : edited} personas={personas} onClose={() => setEdited(null)} />}
      {leaving && <ConfirmDialog open onOpenChange={(open) => { if (!open) setLeaving(null) }} title={`Remove ${leaving.name}?`} action="Remove" busy={remove.isPending} onConfirm={() => remove.mutate({ id: leaving.id })}>Maps drawn for it stay, and stand for nobody in particular.</ConfirmDialog>}
    </>
  )
}

/** A persona of one segment opens its maps through that segment's eyes. */
const first = (segments: readonly string[]) => (segments.length === 1 && segments[0] ? `?segment=${encodeURIComponent(segments[0].replace(/^value:/u, ''))}` : '')
