import type { MomentRule, Result, ResultRule, TouchpointClass } from '@/db/vocabulary'
import type { TouchpointPatch, TouchpointView } from '@/server/schemas/catalogue'
import { numberOf } from '../settings/view'

/** A touchpoint as its form holds it: figures as typed. */
export type TouchpointDraft = {
  name: string; class: TouchpointClass; critical: boolean; rule: MomentRule; amount: string; results: ResultRule[]; otherwise: Result | ''; stakes: string; target: string
}

export function draftOf(t: TouchpointView): TouchpointDraft {
  return {
    name: t.name, class: t.class, critical: t.critical, rule: t.rule.rule, amount: t.rule.amount === undefined ? '' : String(t.rule.amount),
    results: t.result_rule.rules, otherwise: t.result_rule.otherwise ?? '', stakes: t.stakes, target: t.target_minutes === null ? '' : String(t.target_minutes),
  }
}

/** What the form changes, always with the name (so that saving confirms), or the field that is no figure. */
export function patchOf(t: TouchpointView, draft: TouchpointDraft): { patch: TouchpointPatch } | { field: 'rule' | 'target_minutes'; reason: string } {
  const before = draftOf(t)
  const target = draft.target.trim() === '' ? null : numberOf(draft.target)
  if (draft.target.trim() !== '' && target === null) return { field: 'target_minutes', reason: 'Must be a number of minutes, or empty.' }
  const amount = numberOf(draft.amount)
  if (draft.rule === 'amount_above' && amount === null) return { field: 'rule', reason: 'Say above which amount.' }
  const patch: TouchpointPatch = { name: draft.name }
  if (draft.class !== before.class) patch.class = draft.class
  if (draft.critical !== before.critical) patch.critical = draft.critical
  if (ruleChanged(before, draft)) patch.rule = draft.rule === 'amount_above' ? { rule: draft.rule, amount: amount ?? 0 } : { rule: draft.rule }
  if (resultsChanged(before, draft)) patch.result_rule = { rules: draft.results, ...(draft.otherwise === '' ? {} : { otherwise: draft.otherwise }) }
  if (draft.stakes !== before.stakes) patch.stakes = draft.stakes
  if (draft.target !== before.target) patch.target_minutes = target
  return { patch }
}

/** Whether saving makes history be computed again. */
export function reclasses(t: TouchpointView, draft: TouchpointDraft): boolean {
  const before = draftOf(t)
  return draft.class !== before.class || ruleChanged(before, draft) || resultsChanged(before, draft)
}

const ruleChanged = (a: TouchpointDraft, b: TouchpointDraft) => a.rule !== b.rule || (b.rule === 'amount_above' && a.amount !== b.amount)
const resultsChanged = (a: TouchpointDraft, b: TouchpointDraft) => a.results.join() !== b.results.join() || a.otherwise !== b.otherwise
