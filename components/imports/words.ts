import type { RecordKind } from '@/db/vocabulary'

export const KIND: Record<RecordKind, { one: string; many: string; says: string }> = {
  customer: { one: 'Customer', many: 'customers', says: 'somebody served: who they are, since when' },
  interaction: { one: 'Interaction', many: 'interactions', says: 'one thing that happened: who, when, on which channel' },
  transaction: { one: 'Transaction', many: 'transactions', says: 'money that changed hands' },
  issue: { one: 'Issue', many: 'issues', says: 'a customer’s task, from first contact to resolution' },
  promise: { one: 'Promise', many: 'promises', says: 'what we said we would do, by when' },
  response: { one: 'Response', many: 'responses', says: 'an answer to a survey' },
  referral: { one: 'Referral', many: 'referrals', says: 'one customer brought another' },
  customer_value: { one: 'Customer value', many: 'customer values', says: 'finance’s own margin per customer and period' },
}

/** Fields are shown by the names the API has, so that a mapping reads the same everywhere; these words stand beside them. */
const WORDS: Record<string, string> = {
  id: 'the sender’s own id', customer: 'who it was', anonymous_id: 'somebody not known yet', occurred_at: 'when it happened', channel: 'the medium', touchpoint: 'what it was about',
  form: 'observation, interaction or transaction', direction: 'contact, lookup or message', initiative: 'theirs or ours', mood: 'before it, −2 to 2', impression: 'it left, −2 to 2',
  result: 'failed, met or exceeded', result_source: 'person, customer or rule', issue: 'the issue it belongs to', duration_s: 'seconds', cost: 'of this contact', acquired_at: 'customer since', left_at: 'customer until',
  leave_kind: 'voluntary, involuntary or administrative', amount: 'in major units', currency: 'ISO code', kind: 'of transaction', opened_at: 'first contact', resolved_at: 'solved', title: 'in a few words',
  survey: 'nps, csat, ces or perceived_value', score: 'the answer', scale_min: 'lowest score', scale_max: 'highest score', comment: 'in their words', period: 'year or month', basis: 'how finance counts', updated_at: 'when this was true',
}
export const wordsOf = (field: string): string | undefined => WORDS[field]
export const fieldLabel = (field: string): string => field.replace(/^attributes\./, '')

/** Bytes as people say them: "1.4 MB". */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1e6 ? 1e3 : bytes < 1e9 ? 1e6 : 1e9
  return `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: bytes < unit * 10 ? 1 : 0 }).format(bytes / unit)} ${unit === 1e3 ? 'kB' : unit === 1e6 ? 'MB' : 'GB'}`
}
