'use client'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'

/** A sample's time stands still: its plans go by it, its people do not. Said, so that nobody takes one for the other. */
export function TwoClocks() {
  const { sample, today } = useWorkspace()
  if (!sample) return null
  return <p className="pb-3 text-12 text-muted print:hidden">Time stands at {formatDay(today)} in this organisation: the days of plans, what is late and when verdicts are given go by it. What people say and do bears the day on which they really did.</p>
}
