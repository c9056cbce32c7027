'use client'
import { Command as Cmdk } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useEffect, useState } from 'react'
import { Kbd } from '../ui/badge'
import type { Command, CommandSearch } from './nav-types'

export type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void; commands: readonly Command[]; search?: CommandSearch }

const PAUSE_MS = 150

export function CommandPalette({ open, onOpenChange, commands, search }: CommandPaletteProps) {
  const router = useRouter()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Command[]>([])
  const wanted = useDeferredValue(text.trim())
  useEffect(() => {
    if (!search || wanted.length < 2) return setFound([])
    let current = true
    const timer = setTimeout(() => {
      search(wanted).then(
        (answer) => current && setFound(answer),
        () => current && setFound([]),
      )
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [search, wanted])
  const act = (command: Command) => {
    onOpenChange(false)
    if (command.href) router.push(command.href)
    command.run?.()
  }
  const groups = [...new Set([...found, ...commands].map((command) => command.group))]
  return (
    <Cmdk.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Find a page, a customer or a command"
      overlayClassName="fixed inset-0 z-40 animate-fade bg-veil"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-140 max-w-[calc(100vw-2rem)] -translate-x-1/2 animate-fade overflow-hidden rounded-lg border bg-raised shadow-float outline-none"
    >
      <Cmdk.Input
        value={text}
        onValueChange={setText}
        placeholder="Find a page, a customer or a command"
        className="h-12 w-full border-b bg-transparent px-4 text-16 outline-none"
      />
      <Cmdk.List className="max-h-[50vh] overflow-y-auto p-1.5">
        <Cmdk.Empty className="px-3 py-6 text-13 text-muted">Nothing by that name. Try a customer’s id, or the first letters of a page.</Cmdk.Empty>
        {groups.map((group) => (
          <Cmdk.Group key={group} heading={group} className="text-12 text-muted [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5">
            {[...found, ...commands].flatMap((command, index) =>
              command.group !== group
                ? []
                : [
                    <Cmdk.Item
                      key={`${group}-${index}`}
                      value={`${command.label} ${group}`}
                      // What the server found matches already, by a rule of its own.
                      forceMount={found.includes(command)}
                      onSelect={() => act(command)}
                      className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-14 text-ink data-[selected=true]:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:text-muted"
                    >
                      {command.icon}
                      <span className="flex-1 truncate">{command.label}</span>
                      {command.hint && <span className="text-12 text-muted">{command.hint}</span>}
                      {command.keys && <Keys keys={command.keys} />}
                    </Cmdk.Item>,
                  ],
            )}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
    </Cmdk.Dialog>
  )
}

export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex gap-1">
      {keys.split(' ').map((key, index) => (
        <Kbd key={index}>{key}</Kbd>
      ))}
    </span>
  )
}
