'use client'
import { Switch } from '../ui/choice'
import { Dialog } from '../ui/dialog'
import { Keys } from './command-palette'
import type { Command } from './nav-types'
import { singleKeys } from './use-shortcuts'

const ALWAYS: { label: string; keys: string }[] = [
  { label: 'Find a page, a customer or a command', keys: '⌘ K' },
  { label: 'Move between marks of a chart or cells of a grid', keys: '← ↑ ↓ →' },
  { label: 'Open what stands behind a figure', keys: '⏎' },
  { label: 'Close the panel', keys: 'esc' },
]

/** The list behind `?`. */
export function Shortcuts({ open, onOpenChange, commands }: { open: boolean; onOpenChange: (open: boolean) => void; commands: readonly Command[] }) {
  const lines = [...ALWAYS, ...commands.flatMap((command) => (command.keys ? [{ label: command.label, keys: command.keys }] : []))]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <dl className="divide-y text-13">
        {lines.map((line) => (
          <div key={line.label} className="flex min-h-8 items-center justify-between gap-4 py-1">
            <dt>{line.label}</dt>
            <dd>
              <Keys keys={line.keys} />
            </dd>
          </div>
        ))}
      </dl>
      <Switch label="Single keys" hint="Off leaves only ⌘ K, for those who speak to their computer." defaultChecked={singleKeys.on()} onChecked={singleKeys.set} className="mt-3" />
    </Dialog>
  )
}
