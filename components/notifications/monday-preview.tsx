'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Callout, ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'

/** The Monday mail as it would be now, and a button that sends it to oneself. */
export function MondayPreview({ canMail }: { canMail: boolean }) {
  const trpc = useTRPC()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const preview = useQuery(trpc.notifications.previewMonday.queryOptions(undefined, { enabled: open, staleTime: Number.POSITIVE_INFINITY }))
  const send = useMutation(trpc.notifications.sendMonday.mutationOptions({ onSuccess: ({ sent }) => { setOpen(false); toast({ title: sent ? 'It is on its way to you.' : 'This instance sends no mail yet.' }) } }))
  return (
    <>
      <Button onClick={() => setOpen(true)}>Look at it now</Button>
      {open && (
        <Dialog open onOpenChange={setOpen} title={preview.data?.subject ?? 'The Monday mail'} className="sm:top-[4vh] sm:w-176" footer={<><Button onClick={() => setOpen(false)}>Close</Button><Button look="primary" disabled={!canMail} busy={send.isPending} title={canMail ? undefined : 'This instance sends no mail yet'} onClick={() => send.mutate()}>Send me this one now</Button></>}>
          {preview.isError && <ErrorState title="It could not be written" detail={failureOf(preview.error)} />}
          {preview.isPending && <SkeletonLines lines={8} label="Writing the mail" />}
          {send.isError && <Callout tone="danger">{failureOf(send.error)}</Callout>}
          {/* A document of its own, without scripts: a mail's styles must not meet the page's. */}
          {preview.data && <iframe title="The Monday mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcDoc={preview.data.html.replace('<head>', '<head><base target="_blank">')} className="h-[65dvh] w-full rounded-md border bg-white" />}
        </Dialog>
      )}
    </>
  )
}
