import type { ComponentProps } from 'react'
import { cx } from './cx'
import { buttonClass, type ButtonLook } from './button'
import { PageLink } from './page-link'

/** A link in running text. */
export function Link({ className, ...rest }: ComponentProps<typeof PageLink>) {
  return (
    <PageLink
      className={cx('text-accent underline decoration-transparent underline-offset-2 transition-colors duration-120 hover:decoration-current', className)}
      {...rest}
    />
  )
}

/** A link that looks like a button: it goes somewhere, a Button does something. */
export function ButtonLink({ look = 'plain', className, ...rest }: ComponentProps<typeof PageLink> & { look?: ButtonLook }) {
  return <PageLink className={cx(buttonClass(look), className)} {...rest} />
}
