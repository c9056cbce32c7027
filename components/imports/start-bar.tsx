'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Mapping } from '@/server/domain/mapping/mapping'
import { Button } from '../ui/button'
import { Progress } from '../ui/progress'
import { useWorkspace } from '../workspace/workspace'
import { upload, type Uploading } from './upload'

type Props = { file: File; mapping: Mapping; ready: boolean; onStarted: (id: string) => void; children: ReactNode }

/** What will come of it, and the button that starts; then how much of the file has gone up. */
export function StartBar({ file, mapping, ready, onStarted, children }: Props) {
  const { slug, can } = useWorkspace()
  const [sent, setSent] = useState<number | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const running = useRef<Uploading | null>(null)
  useEffect(() => () => running.current?.stop(), [])
  const start = () => {
    setFailure(null)
    setSent(0)
    const going = upload(slug, file, mapping, (done, of) => setSent(of > 0 ? Math.round((done / of) * file.size) : done))
    running.current = going
    going.done.then(({ id }) => { running.current = null; onStarted(id) }, (error: Error) => { setSent(null); setFailure(error.message) })
  }
  return (
    <div className="sticky bottom-0 z-20 grid gap-2 border-t bg-paper py-3 max-lg:static">
      {failure && <p role="alert" className="text-13 text-danger">{failure}</p>}
      <div className="flex flex-wrap items-center justify-between gap-4">
        {sent === null ? <p className="text-13 text-muted" role="status">{children}</p> : <Progress className="min-w-60 flex-1" label="Sending the file" done={Math.round(sent / 1000)} total={Math.max(1, Math.round(file.size / 1000))} unit="kB" />}
        {sent === null ? <Button look="primary" disabled={!ready || !can.includes('ingest')} onClick={start}>Start the import</Button> : <Button onClick={() => running.current?.stop()}>Stop</Button>}
      </div>
    </div>
  )
}
