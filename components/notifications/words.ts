import type { NotificationKind } from '@/db/vocabulary'

/** What each kind of news is called, and when it comes. */
export const KIND: Record<NotificationKind, { name: string; when: string }> = {
  alert: { name: 'Alert', when: 'A rule you are to be told of has fired.' },
  promise_due: { name: 'Promise due today', when: 'A promise of yours falls due today.' },
  promise_overdue: { name: 'Promise overdue', when: 'A promise of yours is past due and nobody has recorded it as kept.' },
  mention: { name: 'Named in a comment', when: 'A colleague names you in a comment.' },
  assignment: { name: 'Given to you', when: 'Somebody gives you an action, a plan or a case.' },
  plan: { name: 'Plan', when: 'News about a plan you take part in: late actions, reviews, verdicts.' },
  journey: { name: 'Journey', when: 'A map you worked on is due for a look.' },
}
