'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { JOURNEY_LEVELS, type JourneyLevel } from '@/db/vocabulary'
import { faultOfFile, journeyFile, type JourneyFile } from '@/server/schemas/journeys'
import type { JourneyInList } from '@/server/queries/journeys/journeys'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'

/** As soon as it is there, before the dialog chooses what to focus: it is the name that comes first. */
const focusFirst = (field: HTMLInputElement | null) => { field?.focus() }

/** A new map: a name and Enter is enough. */
export function NewJourney({ all, onClose }: { all: readonly JourneyInList[]; onClose: () => void }) {
  const trpc = useTRPC()
  const router = useRouter()
  const { slug: org } = useWorkspace()
  const { data: templates = [] } = useQuery(trpc.journeys.templates.queryOptions())
  const [name, setName] = useState('')
  const [template, setTemplate] = useState('')
  const [level, setLevel] = useState<JourneyLevel>('journey')
  const [parent, setParent] = useState('')
  const [file, setFile] = useState<JourneyFile | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const create = useMutation(trpc.journeys.create.mutationOptions({ onSuccess: ({ slug }) => router.push(`/${org}/journeys/${slug}`) }))
  const chosen = templates.find(({ slug }) => slug === template)
  const higher = all.filter((one) => !one.archived && JOURNEY_LEVELS.indexOf(one.level) > JOURNEY_LEVELS.indexOf(level))
  const choose = (slug: string) => {
    setTemplate(slug)
    const found = templates.find((one) => one.slug === slug)
    if (found) {
      setLevel(found.level)
      if (name === '' || templates.some((one) => one.name === name)) setName(found.name)
    }
  }
  const bring = async (picked: File | undefined) => {
    if (!picked) return
    setFile(null)
    const ending = /\.(?:csv|tsv|txt)$/iu
    try {
      const text = await picked.text()
      const table = ending.test(picked.name) ? (await import('./map-csv')).mapOfCsv(text) : null
      if (table && 'fault' in table) {
        setFault(table.fault)
        return
      }
      const told: unknown = table ? { format: 'touchstone-journey-1', name: name.trim() || picked.name.replace(ending, '').slice(0, 200), level: table.level ?? level, map: table.map } : JSON.parse(text)
      setFault(faultOfFile(told))
      const read = journeyFile.safeParse(told)
      if (!read.success) return
      setFile(read.data)
      setName(read.data.name)
      setLevel(read.data.level)
    } catch {
      setFault('This file is neither a map saved as JSON nor a table whose name ends in .csv.')
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    create.mutate({ name, level, ...(higher.some(({ slug }) => slug === parent) ? { parent } : {}), ...(file ? { map: file.map } : template ? { template } : {}) })
  }
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose() }} title="New map" footer={<Button form="new-journey" type="submit" look="primary" busy={create.isPending || create.isSuccess} disabled={fault !== null}>Begin</Button>}>
      <form id="new-journey" onSubmit={submit} className="grid gap-4">
        <Field label="Name" error={create.error ? failureOf(create.error) : undefined}>{(w) => <Input {...w} ref={focusFirst} value={name} maxLength={200} placeholder="From the customer’s side: Move house" onChange={(event) => setName(event.target.value)} />}</Field>
        {!file && <Field label="Begin with" hint={chosen ? `${chosen.about} ${chosen.steps} steps; what it says is marked as assumed.` : 'Three phases and the usual lanes.'}>{(w) => <Select {...w} value={template} options={[{ value: '', label: 'An empty map' }, ...templates.map(({ slug, name: label }) => ({ value: slug, label }))]} onValue={choose} />}</Field>}
        <div className="grid grid-cols-2 gap-4">
          <Field label="Level">{(w) => <Select {...w} value={level} options={JOURNEY_LEVELS.map((value) => ({ value, label: { task: 'Task', journey: 'Journey', relationship: 'Relationship' }[value] }))} onValue={setLevel} />}</Field>
          <Field label="Part of" optional>{(w) => <Select {...w} value={parent} options={[{ value: '', label: 'Stands alone' }, ...higher.map(({ slug, name: label }) => ({ value: slug, label }))]} onValue={setParent} />}</Field>
        </div>
        <Field label="From a file" optional hint={file ? `${file.map.steps.length} ${file.map.steps.length === 1 ? 'step is' : 'steps are'} brought in.` : 'A map saved as JSON, or a table (CSV) with a column “step”; others can be phase, when, touchpoint, evidence, lane and text; any other is a lane.'} error={fault}>{(w) => <Input {...w} type="file" accept="application/json,.json,text/csv,.csv,.tsv" className="py-1" onChange={(event) => void bring(event.target.files?.[0])} />}</Field>
      </form>
    </Dialog>
  )
}
