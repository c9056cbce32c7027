import type { Survey } from '@/db/vocabulary'

export const SURVEY: Record<Survey, { short: string; name: string; when: string }> = {
  nps: { short: 'NPS', name: 'Recommendation (NPS)', when: 'For the relationship as a whole: would they recommend you? 0 to 10.' },
  csat: { short: 'CSAT', name: 'Satisfaction (CSAT)', when: 'Right after a contact: how satisfied are they? 1 to 5.' },
  ces: { short: 'CES', name: 'Effort (CES)', when: 'Right after a task: how easy was it? 1 to 7, 7 being very easy.' },
  perceived_value: { short: 'Value', name: 'Perceived value', when: 'Now and then: what is being your customer worth to them? 0 to 10.' },
}
