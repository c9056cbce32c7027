/** What an organisation has recorded at least once, by name. */
export type Has = Record<string, boolean>

/** One thing Touchstone can show, and what it needs: each need is met by any of `of`. */
export type Unlock = { key: string; shows: string; needs: { of: string[]; say: string }[] }

const interactions = { of: ['interactions'], say: 'interactions (occurred_at, channel)' }
const customers = { of: ['customers'], say: 'a customer on each interaction, instead of an anonymous_id' }
const leaving = { of: ['left_at', 'lapse'], say: 'left_at on customers, or the lapse gap in the settings' }
const moments = { of: ['moments'], say: 'a touchpoint marked as a moment that matters, in the settings' }
const results = { of: ['results'], say: 'result (failed, met, exceeded) on interactions, or a rule that sets it' }

/** Which field unlocks what: the page "What my data can show" says it, and pages leave out what has no data. */
export const UNLOCKS: readonly Unlock[] = [
  { key: 'volume', shows: 'How often customers and you meet, by channel and touchpoint', needs: [interactions] },
  { key: 'per-customer', shows: 'Interactions per customer and month, contact rate', needs: [interactions, customers] },
  { key: 'messages', shows: 'Contacts that your own messages breed', needs: [interactions, { of: ['messages'], say: 'direction “message” on what you send' }] },
  { key: 'cost', shows: 'Cost to serve, and what a change costs', needs: [interactions, { of: ['cost'], say: 'cost on interactions, or a cost per contact on channels' }] },
  { key: 'value', shows: 'Value tiers: who is worth what', needs: [{ of: ['transactions', 'customer_values'], say: 'transactions (customer, occurred_at, amount), or customer values' }] },
  { key: 'churn', shows: 'Who leaves, and when', needs: [leaving] },
  { key: 'retention', shows: 'Retention curves that do not flatter', needs: [{ of: ['acquired_at', 'transactions'], say: 'acquired_at on customers' }, leaving, { of: ['observed_from'], say: 'since when leaving has been recorded (observed_from), in the settings' }] },
  { key: 'revenue-churn', shows: 'Revenue lost and shrunk', needs: [{ of: ['transactions'], say: 'transactions' }] },
  { key: 'moments', shows: 'How the moments that matter ended', needs: [moments, results] },
  { key: 'effects', shows: 'What a failed moment is followed by: leaving, spending less, staying', needs: [moments, results, leaving] },
  { key: 'advocacy', shows: 'Moments after which customers brought others', needs: [moments, { of: ['referrals', 'responses'], say: 'referrals, or NPS responses' }] },
  { key: 'mood', shows: 'The mood in which moments start', needs: [moments, { of: ['mood'], say: 'mood (−2 to 2) on interactions' }] },
  { key: 'issues', shows: 'Tasks across channels, first-contact resolution', needs: [{ of: ['issues'], say: 'issue on interactions, or issues (opened_at, resolved_at)' }] },
  { key: 'promises', shows: 'Promises kept, late and broken', needs: [{ of: ['promises'], say: 'promises (made_at, due_at, kept_at)' }] },
  { key: 'asked-again', shows: 'Details customers were asked for twice', needs: [{ of: ['asked_for'], say: 'asked_for (field names) on interactions' }] },
  { key: 'scores', shows: 'NPS, CSAT, CES and perceived value', needs: [{ of: ['responses'], say: 'responses (survey, score)' }] },
]
