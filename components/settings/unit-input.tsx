import type { ComponentProps } from 'react'
import { Input } from '../ui/field'

/** A short figure with its unit behind it: "90 days". */
export function UnitInput({ unit, ...rest }: ComponentProps<typeof Input> & { unit: string }) {
  return <span className="flex items-center gap-2 text-13 text-muted"><Input inputMode="decimal" autoComplete="off" className="max-w-28 text-right" {...rest} />{unit}</span>
}
