'use client'
import { createContext, useContext } from 'react'
import { isRate, targetOf, targetSubject, wholeOfSplit, type Decision, type TargetMark } from '@/server/domain/targets/target'
import type { InspectTarget } from './inspector-context'

/** Every decision about targets, oldest first, and the day they are asked for. Null where nobody asks (a picture, a wall). */
export type KnownTargets = { decisions: readonly (Decision & { report: string; subject: string })[]; today: string }

export const TargetsContext = createContext<KnownTargets | null>(null)

/** The target of a figure of this unit as it holds today, by the report, parameters and cell that open its inspector. */
export function useTargets(unit: string): (report: string, parameters: InspectTarget['parameters'], cell: Readonly<Record<string, unknown>>) => TargetMark | null {
  const known = useContext(TargetsContext)
  return (report, parameters, cell) => {
    if (!known || typeof cell.field !== 'string') return null
    const { field } = cell
    const of = (row: Readonly<Record<string, unknown>>) => {
      const subject = targetSubject(field, parameters, row, isRate(unit))
      return targetOf(known.decisions.filter((d) => d.report === report && d.subject === subject), known.today, null)
    }
    // A part of a rate is held to its own target, without one to that of the whole.
    const whole = isRate(unit) ? wholeOfSplit(parameters, cell) : null
    return of(cell) ?? (whole && of(whole))
  }
}
