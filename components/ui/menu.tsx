'use client'
import { cloneElement, useState, type ComponentProps, type ComponentType, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode } from 'react'
import type { LoadedMenuProps, MenuPress } from './loaded-menu'

export type MenuItem =
  | { label: string; icon?: ReactNode; hint?: ReactNode; danger?: boolean; disabled?: boolean; checked?: boolean; onSelect: () => void; /** Takes the focus, which otherwise goes back to the button, once the menu is gone. */ onClosed?: () => void }
  | 'line'
  | { heading: string }

export type MenuProps = {
  /** One button; it gets the wiring. */
  trigger: ReactElement<ComponentProps<'button'>>
  items: readonly MenuItem[]
  align?: 'start' | 'end'
  label?: string
}

const load = () => import('./loaded-menu')
const warm = () => void load().catch(() => undefined)

/**
 * A button with a menu. Placing and keyboard come from a library that weighs more than most pages: it is fetched when the
 * button is pointed at or focused, and the first press is handed on to it.
 */
export function Menu(props: MenuProps) {
  const [loaded, setLoaded] = useState<{ Loaded: ComponentType<LoadedMenuProps>; press: MenuPress } | null>(null)
  if (loaded) return <loaded.Loaded {...props} press={loaded.press} />
  const open = (press: MenuPress) => {
    // Where it could not be fetched the button stays as it is, and the next press tries again.
    load().then(({ LoadedMenu }) => setLoaded({ Loaded: LoadedMenu, press }), () => undefined)
  }
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.ctrlKey) return
      event.preventDefault()
      open('pointer')
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!['Enter', ' ', 'ArrowDown'].includes(event.key)) return
      event.preventDefault()
      open('keyboard')
    },
  })
}
