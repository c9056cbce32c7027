'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useId, useState, type ReactNode } from 'react'
import type { OrganisationPatch } from '@/server/schemas/settings'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import type { FieldWiring } from '../ui/field'
import { useWorkspace } from '../workspace/workspace'
import { failureBeside, reasonsAt } from './places'

export type SettingProps<T> = {
  title: string
  /** What it changes, in a plain sentence. */
  means: ReactNode
  /** The field of the organisation it sets, as errors name it. */
  field: keyof OrganisationPatch
  value: T
  /** The value in words, for who may only read. */
  words: ReactNode
  /** The draft as a change, or what is wrong with it. */
  patch: (draft: T) => OrganisationPatch | string
  /** What saving sets off, said beside the button. */
  sets?: string
  /** Several controls instead of one: the title is then a heading of a group. */
  group?: boolean
  /** Cannot be changed now; `means` says why. */
  fixed?: boolean
  children: (control: { draft: T; set: (draft: T) => void; wiring: FieldWiring }) => ReactNode
}

/** One setting: its name, what it means, its control, and a button that saves it alone. */
export function Setting<T>({ title, means, field, value, words, patch, sets, group, fixed, children }: SettingProps<T>) {
  const id = useId()
  const admin = useWorkspace().can.includes('admin')
  const [draft, setDraft] = useState<{ value: T } | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const save = useSaveOrganisation(() => setDraft(null))
  const changed = draft !== null && JSON.stringify(draft.value) !== JSON.stringify(value)
  const set = (next: T) => { save.reset(); setWrong(null); setDraft({ value: next }) }
  const error = wrong ?? reasonsAt(save.error, field) ?? failureBeside(save.error, [field])
  const wiring: FieldWiring = { id, 'aria-describedby': [`${id}-means`, error && `${id}-error`].filter(Boolean).join(' '), 'aria-invalid': error ? true : undefined }
  const Title = group ? 'span' : 'label'
  return (
    <form
      aria-label={title} className="grid gap-x-10 gap-y-3 border-t py-5 first:border-t-0 first:pt-0 lg:grid-cols-[minmax(0,1fr)_24rem]"
      onSubmit={(event) => {
        event.preventDefault()
        if (save.isPending || !changed) return
        const made = patch(draft.value)
        if (typeof made === 'string') setWrong(made)
        else save.mutate(made)
      }}
    >
      <div className="max-w-prose">
        <h3 className="text-14 font-medium"><Title {...(group || !admin || fixed ? {} : { htmlFor: id })}>{title}</Title></h3>
        <div id={`${id}-means`} className="mt-0.5 text-13 text-muted">{means}</div>
      </div>
      {!admin || fixed ? <div className="text-14">{words}</div> : (
        <div className="grid content-start gap-2">
          {children({ draft: draft ? draft.value : value, set, wiring })}
          {error && <p id={`${id}-error`} role="alert" className="text-12 text-danger">{error}</p>}
          {changed && (
            <div className="flex flex-wrap items-center gap-2">
              <Button type="submit" look="primary" busy={save.isPending}>Save</Button>
              <Button look="quiet" onClick={() => { save.reset(); setWrong(null); setDraft(null) }}>Discard</Button>
              {sets && <span className="basis-full text-12 text-muted">{sets}</span>}
            </div>
          )}
          <p role="status" className="text-12 text-good empty:hidden">{save.isSuccess && !changed ? 'Saved.' : ''}</p>
        </div>
      )}
    </form>
  )
}

/** Saves a change of the organisation; everything on screen is asked again, and the frame drawn by the server too. */
function useSaveOrganisation(done: () => void) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const router = useRouter()
  return useMutation(trpc.settings.update.mutationOptions({
    onSuccess: (view) => {
      cache.setQueryData(trpc.settings.get.queryKey(), (before) => (before ? { ...before, ...view } : before))
      done()
      void cache.invalidateQueries()
      router.refresh()
    },
  }))
}
