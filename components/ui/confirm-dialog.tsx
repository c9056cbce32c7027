'use client'
import { useState, type ReactNode } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field, Input } from './field'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What will be gone, with counts, and what stays. */
  children: ReactNode
  /** The verb on the button: "Delete channel". */
  action: string
  /** When given, this name has to be typed first: for what cannot be undone. */
  name?: string
  busy?: boolean
  error?: ReactNode
  onConfirm: () => void
}

export function ConfirmDialog({ open, onOpenChange, title, children, action, name, busy, error, onConfirm }: ConfirmDialogProps) {
  const [typed, setTyped] = useState('')
  const ready = name === undefined || typed.trim() === name
  const change = (next: boolean) => {
    setTyped('')
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      footer={
        <>
          <Button look="quiet" onClick={() => change(false)}>
            Keep it
          </Button>
          <Button look="danger" busy={busy} disabled={!ready} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4 text-14"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) onConfirm()
        }}
      >
        <div>{children}</div>
        {name !== undefined && (
          <Field label={`Type “${name}” to confirm`}>
            {(wiring) => <Input {...wiring} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        {error && (
          <p role="alert" className="text-13 text-danger">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  )
}
