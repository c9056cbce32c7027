'use client'
import type { AlertWindow } from '@/db/vocabulary'
import type { Told } from '@/server/domain/screens/told'
import { betterOf } from '@/server/domain/targets/better'
import { targetParts } from '@/server/domain/targets/target'
import { daysBetween, firstOfMonth } from '@/server/domain/time/local-day'
import type { InspectTarget } from '../shell/inspector-context'
import { useToast } from '../ui/toast'
import { useWorkspace } from '../workspace/workspace'
import { AlertSheet } from './alert-sheet'
import { figureCondition, newDraft, thresholdText } from './draft'

type Props = { target: InspectTarget; told: Told; field: string; value: number | null; onClose: () => void }

/** An alert on the figure the inspector shows; the line begins where the figure stands. */
export function TellMeWhen({ target, told, field, value, onClose }: Props) {
  const { today } = useWorkspace()
  const toast = useToast()
  const unit = told.figures[field]?.unit ?? 'number'
  const { parameters, cell } = targetParts(target.parameters, target.cell ?? {})
  const better = betterOf(told, field, { ...parameters, ...cell })
  const condition = figureCondition(told.name, field, { parameters, cell, comparison: better === 'lower' ? 'above' : 'below', window: windowLike(target.parameters, today) })
  const draft = { ...newDraft(condition, `${told.figures[field]?.label ?? told.title} passes a line`), threshold: value === null ? '' : thresholdText(Math.round(value * 1000) / 1000, unit) }
  return <AlertSheet draft={draft} fixed onClose={onClose} onSaved={() => toast({ title: 'The alert is made. It is looked at now.' })} />
}

/** The moving window nearest to the one on the page. */
function windowLike(parameters: InspectTarget['parameters'], today: string): AlertWindow {
  const { from } = parameters
  if (typeof from !== 'string' || from > today) return 'everything'
  if (from === firstOfMonth(today)) return 'this_month'
  const days = daysBetween(from, today) + 1
  if (days === 1) return 'today'
  return days <= 10 ? 'last_7_days' : days <= 45 ? 'last_28_days' : days <= 180 ? 'last_90_days' : 'last_365_days'
}
