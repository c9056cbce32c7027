'use client'
import { CopyButton } from '../ui/copy-button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'

/** A link shown once, to be handed over. `path` begins with /; the browser knows the rest. */
export type HandedLink = { title: string; path: string; note: string }

export function LinkDialog({ link, onClose }: { link: HandedLink | null; onClose: () => void }) {
  const url = link ? new URL(link.path, window.location.origin).toString() : ''
  return (
    <Dialog open={link !== null} onOpenChange={(open) => { if (!open) onClose() }} title={link?.title ?? ''} description={link?.note}>
      <div className="grid gap-4">
        <Field label="Link" hint="Shown this once; nobody can read it again here.">
          {(w) => <Input {...w} readOnly value={url} onFocus={(event) => event.target.select()} className="font-mono text-12" />}
        </Field>
        <div><CopyButton text={url} label="Copy the link" /></div>
      </div>
    </Dialog>
  )
}
