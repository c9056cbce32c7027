'use client'
import { useState } from 'react'
import { isZone } from '@/server/domain/time/zone'
import { Field, Input } from '../../ui/field'

/** Why a text is no time zone, with the one that was probably meant; null where it is one, or none is wanted. */
export function wrongZone(text: string): string | null {
  const name = text.trim()
  if (name === '' || isZone(name)) return null
  const city = `/${name.replace(/\s+/g, '_').toLowerCase()}`
  const meant = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(city)) ?? 'America/New_York'
  return `“${name}” is not a time zone; e.g. ${meant}`
}

type Props = { value: string | null; /** The organisation's. */ own: string; onChange: (zone: string | null) => void; /** What was typed and left before. */ typed?: string }

/** A screen's own time zone: what is none stays in the field, and the last good one in use. */
export function ZoneField({ value, own, onChange, typed }: Props) {
  const [text, setText] = useState<string | null>(typed ?? null)
  const [left, setLeft] = useState(typed !== undefined)
  const wrong = left && text !== null ? wrongZone(text) : null
  const leave = () => {
    setLeft(true)
    if (text === null || wrongZone(text) !== null) return
    setText(null)
    setLeft(false)
    if (text.trim() !== (value ?? '')) onChange(text.trim() || null)
  }
  return (
    <Field label="Time zone" optional hint={`Of its clock and hours; else ${own}`} error={wrong ? `${wrong}. Until then it goes by ${value ?? own}.` : undefined}>
      {(w) => (
        <>
          <Input {...w} list="zones" value={text ?? value ?? ''} onChange={(event) => setText(event.target.value)} onBlur={leave} />
          {text !== null && <datalist id="zones">{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>}
        </>
      )}
    </Field>
  )
}
