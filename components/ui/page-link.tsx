'use client'
import NextLink from 'next/link'
import { useState, type ComponentProps } from 'react'

/**
 * Every link to a page of our own. The framework would ask for each page whose link comes into view, two dozen with every
 * page that is opened and one for each row of a list, while that page's own figures wait behind them: a page is asked for
 * beforehand when its link is pointed at or focused.
 */
export function PageLink({ onPointerEnter, onFocus, ...rest }: ComponentProps<typeof NextLink>) {
  const [near, setNear] = useState(false)
  return (
    <NextLink
      prefetch={near ? null : false}
      onPointerEnter={(event) => { setNear(true); onPointerEnter?.(event) }}
      onFocus={(event) => { setNear(true); onFocus?.(event) }}
      {...rest}
    />
  )
}
