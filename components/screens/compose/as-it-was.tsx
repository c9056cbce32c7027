import { LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../ui/cx'

/** A picture, and while another is asked for (`on`) so pale that nobody takes its figures for the new one’s. */
export function AsItWas({ on, children }: { on: boolean; children: ReactNode }) {
  return (
    <>
      <div className={cx('size-full', on && 'opacity-15 grayscale')} inert={on}>{children}</div>
      {on && <div className="absolute inset-0 grid place-items-center" role="status"><span className="flex items-center gap-2 rounded-md border bg-raised px-3 py-2 text-13"><LoaderCircle aria-hidden className="size-4 animate-spin motion-reduce:animate-none" /> As it was: asking for this slide …</span></div>}
    </>
  )
}
