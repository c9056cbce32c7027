'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SniffedColumn } from '@/server/domain/csv/sniff'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input, Select } from '../ui/field'
import { useToast } from '../ui/toast'
import { fits } from './mend'

type Props = { mapping: Mapping; columns: readonly SniffedColumn[]; proposed: Mapping; onMapping: (mapping: Mapping, name: string | null) => void }

/** Mappings by name: the one proposed, those saved here, those that ship as examples; and saving this one. */
export function MappingPicker({ mapping, columns, proposed, onMapping }: Props) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.imports.mappings.queryOptions())
  const [chosen, setChosen] = useState('proposed')
  const [saving, setSaving] = useState(false)
  const known = [
    ...(data?.saved ?? []).map(({ name, mapping: saved }) => ({ value: `saved:${name}`, label: name, fit: fits(saved as unknown as Mapping, columns) })),
    ...(data?.examples ?? []).map(({ name, file, mapping: example }) => ({ value: `example:${name}`, label: `Example ${name}, for ${file}`, fit: fits(example as Mapping, columns) })),
  ]
  const options = [{ value: 'proposed', label: 'Proposed from the file' }, ...known.filter((one) => one.fit).map(({ value, label }) => ({ value, label: `${label} · fits this file` })), ...known.filter((one) => !one.fit).map(({ value, label }) => ({ value, label }))]
  const choose = (value: string) => {
    setChosen(value)
    const [kind, name] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
    const found = kind === 'saved' ? data?.saved.find((one) => one.name === name)?.mapping : kind === 'example' ? data?.examples.find((one) => one.name === name)?.mapping : proposed
    if (found) onMapping(found as Mapping, value === 'proposed' ? null : name)
  }
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Mapping" className="min-w-64 max-w-full">{(w) => <Select {...w} options={options} value={chosen} onValue={choose} />}</Field>
      <Button onClick={() => setSaving(true)}>Save as…</Button>
      {saving && <SaveDialog mapping={mapping} suggestion={chosen.startsWith('saved:') ? chosen.slice(6) : ''} onClose={(name) => { setSaving(false); if (name) setChosen(`saved:${name}`) }} />}
    </div>
  )
}

function SaveDialog({ mapping, suggestion, onClose }: { mapping: Mapping; suggestion: string; onClose: (saved: string | null) => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const toast = useToast()
  const [name, setName] = useState(suggestion)
  const save = useMutation(trpc.imports.save.mutationOptions({
    async onSuccess(saved) {
      await queryClient.invalidateQueries(trpc.imports.mappings.queryFilter())
      toast({ title: `Saved as “${saved.name}”` })
      onClose(saved.name)
    },
  }))
  const send = () => save.mutate({ name, mapping: mapping as never })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose(null)} title="Save this mapping" description="For the next file of the same shape. A mapping of the same name is replaced."
      footer={<><Button look="quiet" onClick={() => onClose(null)}>Cancel</Button><Button look="primary" busy={save.isPending} disabled={name.trim() === ''} onClick={send}>Save</Button></>}>
      <form onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') send() }}>
        <Field label="Name" error={save.error ? failureOf(save.error) : undefined}>{(w) => <Input {...w} value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />}</Field>
      </form>
    </Dialog>
  )
}
