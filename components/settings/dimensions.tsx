'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/choice'
import { Input } from '../ui/field'
import { Setting } from './setting'
import type { OfSettings } from './view'

const MOST = 5

export function DimensionsSetting({ org }: OfSettings) {
  return (
    <Setting
      title="Dimensions" field="dimensions" group value={org.dimensions} words={org.dimensions.join(', ') || 'None yet'}
      means={`Up to ${MOST} attributes of your customers or interactions, such as product, branch or region, by which every report can be split and filtered.`}
      patch={(dimensions) => ({ dimensions })}
    >
      {({ draft, set }) => <Choose names={[...new Set([...org.dimensions, ...org.seen.attributes, ...draft])]} chosen={draft} onChosen={set} />}
    </Setting>
  )
}

function Choose({ names, chosen, onChosen }: { names: string[]; chosen: string[]; onChosen: (names: string[]) => void }) {
  const [typed, setTyped] = useState('')
  const full = chosen.length >= MOST
  const add = () => {
    const name = typed.trim()
    if (name === '' || full) return
    if (!chosen.includes(name)) onChosen([...chosen, name])
    setTyped('')
  }
  return (
    <div className="grid gap-2">
      {names.length === 0 ? <p className="text-13 text-muted">No attribute has been sent yet. Type the name it will have.</p> : (
        <div className="grid grid-cols-2 gap-x-4">
          {names.map((name) => (
            <Checkbox key={name} label={name} checked={chosen.includes(name)} disabled={full && !chosen.includes(name)} onChecked={(on) => onChosen(on ? [...chosen, name] : chosen.filter((one) => one !== name))} />
          ))}
        </div>
      )}
      <div className="flex gap-2">
        <Input
          aria-label="Another attribute’s name" placeholder="Another attribute" value={typed} maxLength={100} disabled={full} onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add() } }}
        />
        <Button onClick={add} disabled={full || typed.trim() === ''}>Add</Button>
      </div>
      {full && <p className="text-12 text-muted">Five are chosen; take one out to choose another.</p>}
    </div>
  )
}
