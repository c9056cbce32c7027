'use client'
import dynamic from 'next/dynamic'
import { parseAsJson, useQueryState } from 'nuqs'
import { useCallback, type ReactNode } from 'react'
import { InspectContext, type InspectTarget } from './inspector-context'
import type { InspectorLoad } from './inspector-types'

// Not part of a page's first load: nobody needs it before the first press.
const InspectorLoader = dynamic(() => import('./inspector-loader').then((module) => module.InspectorLoader), { ssr: false })

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
const isScalars = (value: unknown): value is InspectTarget['parameters'] =>
  typeof value === 'object' && value !== null && Object.values(value).every(isScalar)

/** What a link may carry; anything else is no target. */
export function parseTarget(value: unknown): InspectTarget | null {
  if (typeof value !== 'object' || value === null) return null
  const { report, parameters, cell } = value as Record<string, unknown>
  if (typeof report !== 'string' || !isScalars(parameters)) return null
  return cell === null || isScalars(cell) ? { report, parameters, cell } : null
}

const parser = parseAsJson(parseTarget).withOptions({ history: 'push', scroll: false })

/** Gives every figure below it the inspector. What is inspected is in the URL: a link shows it, Back closes it. */
export function InspectorProvider({ load, children }: { load: InspectorLoad; children: ReactNode }) {
  const [target, setTarget] = useQueryState('inspect', parser)
  const inspect = useCallback((next: InspectTarget) => void setTarget(next), [setTarget])
  return (
    <InspectContext value={inspect}>
      {children}
      {target && (
        // AppShell makes room for whatever carries this mark.
        <div data-inspector>
          <InspectorLoader key={JSON.stringify(target)} target={target} load={load} onClose={() => void setTarget(null)} />
        </div>
      )}
    </InspectContext>
  )
}
