import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOK: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent hover:opacity-90',
  plain: 'border border-hairline bg-raised hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'border border-hairline bg-raised text-danger hover:border-danger',
}

const SHAPE =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md text-13 font-medium whitespace-nowrap transition-colors duration-120 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4'

/** The classes of a button, for a link that should look like one. */
export const buttonClass = (look: ButtonLook = 'plain') => cx(SHAPE, 'h-8 px-3 pointer-coarse:h-11', LOOK[look])

export type ButtonProps = ComponentProps<'button'> & { look?: ButtonLook; busy?: boolean }

/** `busy` keeps the width and the focus, says so to assistive technology and takes no second press. */
export function Button({ look = 'plain', busy = false, className, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(look), busy && 'animate-wait', className)}
      {...rest}
    />
  )
}

export type IconButtonProps = Omit<ButtonProps, 'children'> & { label: string; icon: ReactNode }

/** A button that shows only an icon; `label` is its name and its tooltip. */
export function IconButton({ label, icon, look = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      look={look}
      aria-label={label}
      title={label}
      className={cx('w-8 px-0! pointer-coarse:w-11', className)}
      {...rest}
    >
      {icon}
    </Button>
  )
}
