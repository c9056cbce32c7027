'use client'
import { DropdownMenu } from 'radix-ui'
import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { cx } from './cx'
import type { MenuProps } from './menu'

export type MenuPress = 'pointer' | 'keyboard'

/** `press`: how the menu was asked for while this was still on its way. */
export type LoadedMenuProps = MenuProps & { press: MenuPress }

/** What `Menu` becomes with its first press, which is repeated here: a keyboard's press puts the focus on the first item. */
export function LoadedMenu({ trigger, items, align = 'end', label, press }: LoadedMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const repeated = useRef(false)
  const after = useRef<(() => void) | undefined>(undefined)
  useEffect(() => {
    if (repeated.current) return
    repeated.current = true
    button.current?.dispatchEvent(press === 'keyboard' ? new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }) : new PointerEvent('pointerdown', { button: 0, bubbles: true, cancelable: true }))
  }, [press])
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild ref={button}>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          onCloseAutoFocus={(event) => {
            if (!after.current) return
            event.preventDefault()
            after.current()
            after.current = undefined
          }}
          align={align} sideOffset={4} collisionPadding={8} aria-label={label} className="z-50 min-w-48 animate-fade rounded-md border bg-raised p-1 shadow-float outline-none">
          {items.map((item, index) => {
            if (item === 'line') return <DropdownMenu.Separator key={index} className="my-1 border-t" />
            if ('heading' in item)
              return (
                <DropdownMenu.Label key={index} className="px-2 py-1 text-12 text-muted">
                  {item.heading}
                </DropdownMenu.Label>
              )
            return (
              <DropdownMenu.Item
                key={index}
                disabled={item.disabled}
                onSelect={() => { after.current = item.onClosed; item.onSelect() }}
                className={cx(
                  'flex min-h-8 items-center gap-2 rounded-sm px-2 text-13 outline-none data-disabled:opacity-50 data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4',
                  item.danger && 'text-danger',
                )}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.hint && <span className="text-12 text-muted">{item.hint}</span>}
                {item.checked && <Check aria-label="chosen" />}
              </DropdownMenu.Item>
            )
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
