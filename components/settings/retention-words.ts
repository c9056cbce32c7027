import type { RetentionKind } from '@/db/vocabulary'

/** What each kind of data is called, and when it is over. */
export const RETENTION_WORDS: Record<RetentionKind, { label: string; from: string }> = {
  observation: { label: 'Observations', from: 'since they were seen' },
  interaction: { label: 'Interactions', from: 'since they happened' },
  transaction: { label: 'Transactions', from: 'since they happened' },
  promise: { label: 'Promises', from: 'since they were due, kept or withdrawn' },
  response: { label: 'Survey answers', from: 'since they were given' },
  referral: { label: 'Referrals', from: 'since they were made' },
  note: { label: 'Notes about customers', from: 'since they were last changed' },
  message: { label: 'Notifications, mails and webhook messages', from: 'since they were sent' },
  refused_row: { label: 'Refused rows of imports', from: 'since the import ended' },
  customer: { label: 'Customers who have left', from: 'since they left and were last heard of; they are erased' },
}
