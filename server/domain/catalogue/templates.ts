import type { MomentRule, ResultRule } from '@/db/vocabulary'

/** A well-known moment that matters, ready to be laid on one of the organisation's own touchpoints. */
export type MomentTemplate = {
  slug: string
  /** The customer's task, as practitioners name it. */
  name: string
  /** Why it can make or break the relationship. */
  why: string
  critical: boolean
  momentRule: { rule: MomentRule }
  resultRule: { rules: ResultRule[] }
  stakes: string
  /** Words that touchpoints of this kind tend to have in their slug; only proposes, never decides. */
  hints: readonly string[]
}

/**
 * The four interactions that keep coming back as moments that matter (STORIES 8). Their rules say which of a
 * touchpoint's interactions are moments: paying a bill is routine until the one time it is not (STORIES 3).
 */
export const MOMENT_TEMPLATES: readonly MomentTemplate[] = [
  {
    slug: 'resolve_a_technical_question', name: 'Resolve a service or technical question',
    why: 'Something they rely on does not work, and they had to ask. Every time is one to be put right.',
    critical: true, momentRule: { rule: 'all' }, resultRule: { rules: ['reopened_7_days', 'promise_broken', 'csat_low', 'impression_negative'] },
    stakes: 'Asked again or left waiting, customers look elsewhere.', hints: ['technical', 'tech_support', 'service_question', 'support', 'outage', 'fault', 'repair'],
  },
  {
    slug: 'pay_a_bill', name: 'Pay a bill',
    why: 'Routine, and should be nothing but quick, until the one time it goes wrong.',
    critical: false, momentRule: { rule: 'failed' }, resultRule: { rules: ['promise_broken', 'csat_low', 'impression_negative'] },
    stakes: 'A payment that fails costs trust and a call.', hints: ['pay_bill', 'pay_a_bill', 'bill_payment', 'payment', 'pay_invoice'],
  },
  {
    slug: 'upgrade_or_change', name: 'Upgrade or change service or device',
    why: 'They reconsider the whole relationship while they choose: the first time decides much.',
    critical: true, momentRule: { rule: 'all' }, resultRule: { rules: ['promise_broken', 'csat_low', 'impression_negative'] },
    stakes: 'A change handled badly is a change of supplier.', hints: ['upgrade', 'change_plan', 'change_service', 'change_device', 'new_device', 'switch_plan', 'change_product'],
  },
  {
    slug: 'resolve_a_billing_question', name: 'Resolve a billing question',
    why: 'They think we took too much. The mistake is small; the follow-through is the story.',
    critical: true, momentRule: { rule: 'all' }, resultRule: { rules: ['reopened_7_days', 'promise_broken', 'csat_low', 'impression_negative'] },
    stakes: 'A wrong bill nobody mends is remembered for years.', hints: ['billing', 'bill_question', 'overcharge', 'dispute', 'refund', 'invoice_question'],
  },
]

export const momentTemplate = (slug: string): MomentTemplate | undefined => MOMENT_TEMPLATES.find((t) => t.slug === slug)

/** The organisation's touchpoints that look like the template's moment, by the words in their slugs, best first. */
export function proposeTouchpoints(template: MomentTemplate, slugs: readonly string[]): string[] {
  const score = (slug: string) => Math.max(0, ...template.hints.map((hint) => (`_${slug}_`.includes(`_${hint}_`) ? hint.length + 100 : slug.includes(hint) ? hint.length : 0)))
  return slugs.filter((slug) => score(slug) > 0).toSorted((a, b) => score(b) - score(a) || (a < b ? -1 : 1))
}
