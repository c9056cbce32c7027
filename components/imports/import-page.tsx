'use client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { PageHeader } from '../shell/page'
import { FileDrop } from '../ui/file-drop'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useWorkspace } from '../workspace/workspace'
import { Bench } from './bench'
import { History } from './history'
import { readHead, type Head, type Sniffed } from './use-file'

type State = { at: 'none' } | { at: 'reading'; file: File } | { at: 'refused'; file: File; reason: string } | { at: 'bench'; file: File; head: Head; sniffed: Sniffed }

/** Bring in a file: drop it, see how it is read, mend that, start. Beneath, what was brought in before. */
export function ImportPage() {
  const trpc = useTRPC()
  const { can } = useWorkspace()
  const [state, setState] = useState<State>({ at: 'none' })
  const sniff = useMutation(trpc.imports.sniff.mutationOptions())
  const take = async (file: File) => {
    setState({ at: 'reading', file })
    try {
      const head = await readHead(file)
      const sniffed = await sniff.mutateAsync(head)
      setState(sniffed.ok ? { at: 'bench', file, head, sniffed } : { at: 'refused', file, reason: sniffed.reason })
    } catch (error) {
      setState({ at: 'refused', file, reason: failureOf(error) })
    }
  }
  if (state.at === 'bench') return <Bench key={`${state.file.name} ${state.file.lastModified}`} file={state.file} head={state.head} first={state.sniffed} onOther={() => setState({ at: 'none' })} />
  return (
    <>
      <PageHeader title="Imports" lead="Bring in a table of what happened, and see it read before anything is kept." />
      <div className="grid gap-4 pb-8">
        {can.includes('ingest')
          ? <FileDrop label="Drop a file here, or choose one" hint="CSV and its kin: comma, semicolon, tab, bar or blanks; with or without a header; plain or gzip; of any size" accept=".csv,.tsv,.txt,.gz,text/csv,text/plain,application/gzip" disabled={state.at === 'reading'} onFile={(file) => void take(file)} />
          : <Callout title="Importing needs an editor">You see what was brought in. An admin can make you an editor.</Callout>}
        {state.at === 'reading' && <SkeletonLines lines={2} label={`Reading the beginning of ${state.file.name}`} />}
        {state.at === 'refused' && <ErrorState title={`${state.file.name} cannot be imported`}>{state.reason}</ErrorState>}
      </div>
      <History />
    </>
  )
}
