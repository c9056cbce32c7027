'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from './button'

/** Copies `text`; says "Copied" until the pointer or the focus leaves. `label` names what is copied. */
export function CopyButton({ text, label, iconOnly = false }: { text: string; label: string; iconOnly?: boolean }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  }
  const said = state === 'copied' ? 'Copied' : state === 'failed' ? 'Could not copy: select and copy by hand' : label
  const icon = state === 'copied' ? <Check /> : <Copy />
  const shared = { onClick: copy, onBlur: () => setState('idle'), onPointerLeave: () => setState('idle') }
  return (
    <>
      {iconOnly ? (
        <IconButton label={said} icon={icon} {...shared} />
      ) : (
        <Button {...shared}>
          {icon}
          {said}
        </Button>
      )}
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : said}
      </span>
    </>
  )
}
