'use client'
import { Upload } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { cx } from './cx'

export type FileDropProps = {
  label: string
  /** What may be dropped, in words. */
  hint?: ReactNode
  /** As in <input accept>: ".csv,.gz". Checked by the picker only; say what is wrong after reading the file. */
  accept?: string
  disabled?: boolean
  onFile: (file: File) => void
}

/** Drop a file or choose one; the whole area is the label of a real file input. */
export function FileDrop({ label, hint, accept, disabled, onFile }: FileDropProps) {
  const id = useId()
  const [over, setOver] = useState(false)
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file && !disabled) onFile(file)
      }}
      className={cx(
        'flex min-h-32 cursor-pointer flex-col items-center justify-center gap-1 rounded-lg border border-dashed border-edge px-6 py-8 text-center transition-colors duration-120 hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent',
        over && 'border-accent bg-accent-soft',
        disabled && 'pointer-events-none opacity-50',
      )}
    >
      <Upload aria-hidden className="mb-1 size-5 text-muted" />
      <span className="text-14 font-medium">{label}</span>
      {hint && <span className="text-13 text-muted">{hint}</span>}
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
          // The same file chosen again after mending it must count as a change.
          event.target.value = ''
        }}
      />
    </label>
  )
}
