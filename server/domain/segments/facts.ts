/**
 * What a rule can ask about a customer, as of a day and from earlier records only. `window`: the rule says how many
 * days before that day count (null: all). A fact nobody recorded is unknown, and no comparison with it holds.
 */
export const NUMBER_FACTS = {
  value: { says: 'value', unit: 'money', window: true, about: 'Purchases less refunds, or finance’s own figures.' },
  predicted_value: { says: 'predicted value', unit: 'money', window: false, about: 'Discounted margin the model expects; unknown before the first prediction.' },
  purchases: { says: 'purchase days', unit: 'count', window: true, about: 'Days with at least one purchase.' },
  days_since_purchase: { says: 'days since the last purchase', unit: 'days', window: false, about: 'Unknown for those who never bought.' },
  tenure_days: { says: 'days in relationship', unit: 'days', window: false, about: 'Since the present relationship began.' },
  channels_used: { says: 'channels used', unit: 'count', window: true, about: 'Different channels of contacts and look-ups.' },
  contacts: { says: 'contacts', unit: 'count', window: true, about: 'Times they came to us and somebody or something answered.' },
  days_since_contact: { says: 'days since the last contact', unit: 'days', window: false, about: 'Unknown for those who never contacted us.' },
  last_impression: { says: 'last impression', unit: 'impression', window: false, about: 'From −2 to +2; unknown where none was recorded.' },
  failures: { says: 'failed interactions', unit: 'count', window: true, about: 'Interactions recorded as failed.' },
  open_promises: { says: 'open promises', unit: 'count', window: false, about: 'Made to them, neither kept nor withdrawn yet.' },
  overdue_promises: { says: 'overdue promises', unit: 'count', window: false, about: 'Open, and past the day they were due.' },
  open_issues: { says: 'open issues', unit: 'count', window: false, about: 'Opened and not resolved yet.' },
  last_nps: { says: 'last answer to “would you recommend us”', unit: 'points', window: false, about: 'From 0 to 10; unknown for those who never answered.' },
  recency_score: { says: 'recency score', unit: 'score', window: false, about: '5: the fifth of buyers who bought most recently; unknown for those who never bought.' },
  frequency_score: { says: 'frequency score', unit: 'score', window: true, about: '5: the fifth of buyers who bought on the most days.' },
  monetary_score: { says: 'spend score', unit: 'score', window: true, about: '5: the fifth of buyers who brought the most value.' },
} as const satisfies Record<string, { says: string; unit: FactUnit; window: boolean; about: string }>

export type FactUnit = 'money' | 'count' | 'days' | 'impression' | 'points' | 'score'
export type NumberFact = keyof typeof NUMBER_FACTS
export const NUMBER_FACT_NAMES = Object.keys(NUMBER_FACTS) as [NumberFact, ...NumberFact[]]
