'use client'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { NOTE_VARIABLES } from '@/server/domain/recovery/note'
import type { Template } from '@/server/queries/recovery-budget'
import { failureOf, useTRPC } from '../data/trpc'
import { Section } from '../shell/page'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Textarea } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

const EMPTY: Template = { id: null, name: '', subject: '', body: '{greeting}\n\n\n\n{sender}\n{organisation}' }

/** The notes one can start from. */
export function Templates() {
  const { can } = useWorkspace()
  const trpc = useTRPC()
  const { data: templates } = useSuspenseQuery(trpc.recovery.templates.queryOptions())
  const [editing, setEditing] = useState<Template | null>(null)
  const mayWrite = can.includes('edit')
  return (
    <Section title="Notes to start from" subtitle={templates.some(({ id }) => id === null) ? 'These come with Touchstone. The first one you save becomes your own, and replaces them.' : 'Your own words; places in braces are filled in per customer.'} actions={mayWrite && <Button onClick={() => setEditing(EMPTY)}>Write another</Button>}>
      <ul className="min-w-0 divide-y border-y text-13">
        {templates.map((template) => (
          <li key={template.id ?? template.name} className="flex min-h-8 items-center justify-between gap-4 py-1">
            <span className="min-w-0 truncate"><span className="font-medium">{template.name}</span> <span className="text-muted">{template.subject}</span></span>
            {mayWrite && <Button look="quiet" className="-my-1" onClick={() => setEditing(template)}>Edit</Button>}
          </li>
        ))}
      </ul>
      {editing && <TemplateForm template={editing} onClose={() => setEditing(null)} />}
    </Section>
  )
}

function TemplateForm({ template, onClose }: { template: Template; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const [said, setSaid] = useState(template)
  const done = { onSuccess: async () => { onClose(); await client.invalidateQueries({ queryKey: trpc.recovery.templates.queryKey() }) } }
  const save = useMutation(trpc.recovery.saveTemplate.mutationOptions(done))
  const remove = useMutation(trpc.recovery.removeTemplate.mutationOptions(done))
  const error = save.error ?? remove.error
  const { id } = template
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose() }} title={template.name ? `Note: ${template.name}` : 'A new note'} className="sm:w-160" description="Lines with a place that has nothing to say, such as goodwill where none was given, are left out."
      footer={<>{id && <Button look="danger" className="mr-auto" busy={remove.isPending} onClick={() => remove.mutate({ id })}>Remove</Button>}<Button look="quiet" onClick={onClose}>Cancel</Button><Button look="primary" type="submit" form="template" busy={save.isPending}>Save</Button></>}
    >
      <form id="template" className="grid gap-4" onSubmit={(event) => { event.preventDefault(); save.mutate({ ...(id ? { id } : {}), name: said.name, subject: said.subject, body: said.body }) }}>
        <Field label="Name">{(w) => <Input {...w} required maxLength={100} value={said.name} onChange={(event) => setSaid({ ...said, name: event.target.value })} />}</Field>
        <Field label="Subject">{(w) => <Input {...w} required maxLength={200} value={said.subject} onChange={(event) => setSaid({ ...said, subject: event.target.value })} />}</Field>
        <Field label="Text" error={error ? failureOf(error) : undefined} hint={<>Places: {Object.entries(NOTE_VARIABLES).map(([name, meaning]) => <span key={name} title={meaning} className="mr-2 font-mono">{`{${name}}`}</span>)}</>}>{(w) => <Textarea {...w} required rows={14} value={said.body} onChange={(event) => setSaid({ ...said, body: event.target.value })} />}</Field>
      </form>
    </Dialog>
  )
}
