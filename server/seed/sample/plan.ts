import { dayNumber, type LocalDay } from '../../domain/time/local-day'

/** How much of the sample bank is made. The instant all its reports are asked as of never moves. */
export type SamplePlan = {
  /** Customers there ever were; about three quarters are still there at the end. */
  customers: number
  /** First day with records; the last is the day before `SAMPLE_AS_OF`. */
  from: LocalDay
}

export const SAMPLE_AS_OF = '2026-06-01T09:00:00.000Z'
/** The day of SAMPLE_AS_OF: nothing is recorded on it, so that May 2026 is the newest whole month. */
export const SAMPLE_END: LocalDay = '2026-06-01'
export const FULL_SAMPLE: SamplePlan = { customers: 5000, from: '2023-06-01' }

export const daysOf = ({ from }: SamplePlan): number => dayNumber(SAMPLE_END) - dayNumber(from)

/** Days on which something was arranged to happen; the tests look for these stories through the reports. */
export const STORY = {
  /** A statement run that charged twice: more billing questions come, more of them fail, top-tier ones are not followed up. */
  billingFrom: '2026-04-06', billingTo: '2026-06-01',
  /** The month top-tier customers left in. */
  lossesFrom: '2026-05-02', lossesTo: '2026-05-29',
  /** The chat desk's feed sends nothing from this day on. */
  chatDies: '2026-05-08',
  /** STORIES 20: over-billed by accident; seven calls in a month. */
  overbilled: '2026-03-02',
} as const satisfies Record<string, LocalDay>

/** Whose follow-through was the story (STORIES 20). */
export const OVERBILLED = { id: 'C00042', name: 'Margaret Ellwood' } as const

/** Systems that send: ids are unique within one, and issues are known to the one that opened them. */
export const SOURCE = {
  core: 'core_banking', crm: 'contact_centre', digital: 'digital_analytics', messaging: 'messaging', chat: 'chat_desk', survey: 'surveys', marketing: 'marketing',
} as const
