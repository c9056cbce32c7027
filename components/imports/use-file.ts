'use client'
import { useMutation } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useEffect, useState } from 'react'
import type { Mapping } from '@/server/domain/mapping/mapping'
import type { AppRouter } from '@/server/routers/app'
import { failureOf, useTRPC } from '../data/trpc'

type Outputs = inferRouterOutputs<AppRouter>['imports']
export type Sniffed = Extract<Outputs['sniff'], { ok: true }>
export type Preview = Outputs['preview']
export type GoodPreview = Extract<Preview, { ok: true }>
export type PreviewRow = GoodPreview['rows'][number]
export type ImportView = Outputs['one']

export type Head = { head: string; whole: boolean }
const HEAD_BYTES = 65_536

/** The first 64 kB of a file, as the server wants them. */
export async function readHead(file: File): Promise<Head> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return { head: btoa(text), whole: file.size <= HEAD_BYTES }
}

/** A pause in typing after which the preview is asked for. */
const PAUSE_MS = 250

/** The first rows as a mapping reads them, asked again while it changes; the last answer stays until the next is there. */
export function usePreview(head: Head, mapping: Mapping): { preview: Preview | undefined; failure: string | null; stale: boolean } {
  const trpc = useTRPC()
  const { mutate } = useMutation(trpc.imports.preview.mutationOptions())
  const [state, setState] = useState<{ preview?: Preview; failure: string | null; of?: string }>({ failure: null })
  const key = JSON.stringify(mapping)
  useEffect(() => {
    let wanted = true
    const timer = setTimeout(() => {
      mutate({ ...head, mapping: JSON.parse(key) as unknown }, {
        onSuccess: (preview) => { if (wanted) setState({ preview, failure: null, of: key }) },
        onError: (error) => { if (wanted) setState((last) => ({ ...last, failure: failureOf(error), of: key })) },
      })
    }, PAUSE_MS)
    return () => { wanted = false; clearTimeout(timer) }
  }, [head, key, mutate])
  return { preview: state.preview, failure: state.failure, stale: state.of !== key }
}
