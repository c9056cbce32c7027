'use client'
import { useState } from 'react'
import { TRANSACTION_USES, type TransactionUse } from '@/db/vocabulary'
import { Button } from '../ui/button'
import { Input, Select } from '../ui/field'
import { Setting } from './setting'
import type { OfSettings } from './view'

const WORDS: Record<TransactionUse, string> = { value: 'Value and activity', activity: 'Activity only', ignore: 'Ignored' }
const OPTIONS = TRANSACTION_USES.map((use) => ({ value: use, label: WORDS[use] }))
type Uses = Record<string, TransactionUse>

export function TransactionKindsSetting({ org }: OfSettings) {
  const known = [...new Set([...org.seen.kinds, ...Object.keys(org.transaction_kinds)])]
  return (
    <Setting
      title="Kinds of transactions" field="transaction_kinds" group value={org.transaction_kinds}
      words={known.length === 0 ? 'No kind has been sent' : <ul>{known.map((kind) => <li key={kind}>{kind}: {WORDS[org.transaction_kinds[kind] ?? 'value'].toLowerCase()}</li>)}</ul>}
      means="Whether money of a kind is worth something to you, only shows that the customer is active, or is neither: a salary passing through an account is no revenue. What you have not marked counts as value."
      patch={(uses) => ({ transaction_kinds: uses })}
      sets="Saving computes every customer’s value and activity again."
    >
      {({ draft, set }) => <Kinds kinds={[...new Set([...known, ...Object.keys(draft)])]} uses={draft} onUses={set} />}
    </Setting>
  )
}

function Kinds({ kinds, uses, onUses }: { kinds: string[]; uses: Uses; onUses: (uses: Uses) => void }) {
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const add = () => {
    if (name === '' || name === '__proto__') return
    onUses({ ...uses, [name]: uses[name] ?? 'value' })
    setTyped('')
  }
  return (
    <div className="grid gap-2">
      {kinds.length > 0 && (
        <ul className="grid gap-2">
          {kinds.map((kind) => (
            <li key={kind} className="grid grid-cols-[minmax(0,1fr)_11rem] items-center gap-2">
              <span className="truncate text-13" title={kind}>{kind}</span>
              <Select aria-label={`What “${kind}” counts towards`} options={OPTIONS} value={uses[kind] ?? 'value'} onValue={(use) => onUses({ ...uses, [kind]: use })} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Input
          aria-label="Another kind’s name" placeholder="Another kind" value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add() } }}
        />
        <Button onClick={add} disabled={name === ''}>Add</Button>
      </div>
    </div>
  )
}
