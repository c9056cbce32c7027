import type { ChannelKind, Direction, MomentRule, Result, ResultRule, TouchpointClass } from '@/db/vocabulary'
import type { TouchpointView } from '@/server/schemas/catalogue'
import { formatMoney } from '../ui/format'

/** The catalogue's word lists as people read them. */
export const KIND_WORDS: Record<ChannelKind, string> = {
  web: 'Web', mobile_app: 'Mobile app', email: 'E-mail', sms: 'Text message', chat: 'Chat', social: 'Social media', phone: 'Phone', ivr: 'Phone menu (IVR)',
  virtual_agent: 'Virtual agent', in_person: 'In person', post: 'Post', other: 'Other',
}

export const DIRECTION_WORDS: Record<Direction, { label: string; means: string }> = {
  contact: { label: 'Contact', means: 'They came to us and were answered.' },
  lookup: { label: 'Look-up', means: 'They helped themselves.' },
  message: { label: 'Message', means: 'We sent it.' },
}

export const CLASS_WORDS: Record<TouchpointClass, { label: string; means: string }> = {
  efficient: { label: 'Efficient', means: 'Should only be quick, accurate and unobtrusive.' },
  moment_that_matters: { label: 'Moment that matters', means: 'Can make or break the relationship.' },
}

export const RULE_WORDS: Record<MomentRule, { label: string; means: string }> = {
  all: { label: 'Every time', means: 'Each interaction here is a moment.' },
  failed: { label: 'When it failed', means: 'Only interactions whose result is failed: paying a bill is routine until the one time it is not.' },
  second_contact: { label: 'From the second contact on', means: 'Only when the customer has to come back about the same issue.' },
  first_time: { label: 'The first time', means: 'Only the customer’s first interaction here.' },
  amount_above: { label: 'Above an amount', means: 'Only when cost, goodwill or spend lies above it.' },
  bad_mood: { label: 'When they came in a bad mood', means: 'Only when the recorded mood at the start was bad.' },
}

export const RESULT_RULE_WORDS: Record<ResultRule, { label: string; short: string; means: string }> = {
  reopened_7_days: { label: 'Came back within 7 days', short: 'reopened within 7 days', means: 'The issue was opened again within seven days: failed.' },
  promise_broken: { label: 'A promise was broken', short: 'a promise was broken', means: 'What we said we would do was not done in time: failed.' },
  csat_low: { label: 'Satisfaction of 2 or less', short: 'satisfaction is 2 or less', means: 'The customer’s own answer to a satisfaction survey: failed.' },
  impression_negative: { label: 'A bad impression', short: 'the impression is bad', means: 'The impression it left is negative: failed.' },
}

export const RESULT_WORDS: Record<Result, string> = { failed: 'Failed', met: 'Met', exceeded: 'Exceeded' }

/** Which of its interactions are moments, in a few words; null where none by rule are. */
export function ruleWords({ class: kind, rule }: Pick<TouchpointView, 'class' | 'rule'>, currency: string): string | null {
  if (kind === 'efficient') return null
  return rule.rule === 'amount_above' ? `Above ${formatMoney(rule.amount ?? 0, currency)}` : RULE_WORDS[rule.rule].label
}

/** How a missing result is set, in a few words. */
export function resultWords({ result_rule: { rules, otherwise } }: Pick<TouchpointView, 'result_rule'>): string {
  if (rules.length === 0) return otherwise ? `Always ${RESULT_WORDS[otherwise].toLowerCase()}` : 'As recorded'
  const said = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(rules.map((rule) => RESULT_RULE_WORDS[rule].short))
  return `Failed when ${said}${otherwise ? `; else ${RESULT_WORDS[otherwise].toLowerCase()}` : ''}`
}
