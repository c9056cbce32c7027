import type { SniffedColumn } from '../csv/sniff'

/** What a column may be to a customer's story, guessed from its name and what it holds; what matters most first. */
export const ROLES = [
  'customer', 'record_id', 'span', 'end_time', 'time', 'amount', 'currency', 'channel', 'topic', 'kind', 'score', 'name', 'email', 'comment',
] as const
export type Role = (typeof ROLES)[number]

export interface RoleGuess {
  column: SniffedColumn
  /** In words for the person who mends the proposal. */
  reason: string
}

type Holds = SniffedColumn['guess']['kind']

/** Names that speak for a role, best first, and what the column has to hold. Names are lower case, words joined by _. */
const SIGNS: Record<Role, { names: RegExp[]; holds: Holds[] }> = {
  customer: {
    names: [/^(customer|cust|client|user|member|account|subscriber|guest|patient|requester|caller|buyer|contact|policyholder)(_?(id|no|nr|num|number|key|hash|code|ref|uuid))?$/, /(customer|client|user|member|caller|person|subscriber|account|household|place|contact).*(id|no|number|key|hash|code|uuid)$/],
    holds: ['id', 'enum', 'text', 'number'],
  },
  record_id: {
    names: [/^(invoice|order|transaction|txn|ticket|case|complaint|interaction|event|call|request|incident|issue|message|record|response|survey|payment|booking)s?_?(id|no|nr|num|number|ref|key|uuid)$/, /^(id|uuid|guid|number|reference)$/, /(_id|_no|_number|_ref|id|no)$/],
    holds: ['id'],
  },
  /** How long it took, in the unit that the name begins with. */
  span: { names: [/^(days|hours|minutes|seconds)_(to|until)_(close|resolve|resolution|complete|completion|solve|end)/], holds: ['number'] },
  end_time: { names: [/(closed|resolved|completed|solved|finished|ended|^left|churned|terminated)/, /^(end|close|resolution)/], holds: ['time'] },
  time: {
    names: [/^(occurred|happened)/, /(timestamp|datetime|created|opened|received|ordered|purchased|submitted|invoice_?date|order_?date|started)/, /(date|time|_at|_on|day|ts)$/, /./, /^$/],
    holds: ['time'],
  },
  amount: {
    names: [/^(amount|total|revenue|sales|paid|spend|price|turnover)/, /(amount|total|revenue|price|paid|spend|sum|gross|net|payment|value_?(usd|eur|gbp))$/, /^(amount|total|revenue|price)|(usd|eur|gbp|dollars)$/],
    holds: ['number'],
  },
  currency: { names: [/^(currency|ccy|curr|currency_?code)$/], holds: ['enum', 'text', 'id'] },
  channel: { names: [/channel/, /^(submitted_)?via$|(contact|submission)_?(method|type|mode)/, /^(source|medium|origin|media)$/], holds: ['enum', 'text'] },
  topic: { names: [/^(touchpoint|event|event_?(name|type))$/, /(request|case|ticket|call|complaint|contact|issue)_?(type|reason|category|topic)/, /^(issue|topic|category|subject|reason|action|activity)$/, /^(product|service|department|page)$/], holds: ['enum', 'text'] },
  kind: { names: [/^(type|kind|transaction_?type|txn_?type)$/], holds: ['enum'] },
  score: { names: [/(^|_)(nps|csat|ces)(_|$)/, /^(score|rating|stars|satisfaction)$/], holds: ['number'] },
  name: { names: [/^((full|customer|client)_?)?name$/], holds: ['text', 'enum', 'id'] },
  email: { names: [/^e_?mail(_?address)?$/], holds: ['text', 'enum', 'id'] },
  comment: { names: [/(comment|feedback|verbatim|remarks?|free_?text)/], holds: ['text', 'enum'] },
}

/** "Submitted via" → submitted_via, "InvoiceNo" → invoice_no. */
export const slugOf = (name: string): string =>
  name.trim().replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_|_$/g, '')

/** The best column for each role; a column has one role at most, taken in the order of what matters most. */
export function assignRoles(columns: readonly SniffedColumn[]): Map<Role, RoleGuess> {
  const roles = new Map<Role, RoleGuess>()
  const taken = new Set<number>()
  const take = (role: Role, column: SniffedColumn | undefined, reason: string): void => {
    if (!column || roles.has(role)) return
    roles.set(role, { column, reason })
    taken.add(column.number)
  }
  for (const role of ROLES) {
    const { names, holds } = SIGNS[role]
    const free = columns.filter(({ number, guess }) => !taken.has(number) && holds.includes(guess.kind))
    for (const sign of names) {
      const column = free.find(({ name, guess }) => sign.test(slugOf(name)) && (role !== 'record_id' || (guess.kind === 'id' && guess.unique)))
      take(role, column, `${label(column)} ${describe(role, column)}`)
    }
  }
  const ids = columns.filter(({ number, guess }) => !taken.has(number) && guess.kind === 'id')
  take('record_id', ids.find(({ guess }) => guess.kind === 'id' && guess.unique), 'no value comes twice')
  if (roles.has('time')) {
    take('customer', ids.find(({ number, guess }) => !taken.has(number) && guess.kind === 'id' && !guess.unique), 'names something that comes back')
    const unnamed = columns.filter(({ name, number, guess }) => name === '' && !taken.has(number) && guess.kind === 'number' && !guess.integer)
    take('amount', unnamed.at(-1), 'the last column with decimals')
  }
  return roles
}

const label = (column: SniffedColumn | undefined): string => (column ? column.name || `column ${column.number}` : '')

function describe(role: Role, column: SniffedColumn | undefined): string {
  const guess = column?.guess
  if (guess?.kind === 'time') return `holds times (${guess.format ?? 'ISO 8601'})`
  if (guess?.kind === 'id') return guess.unique ? 'is named like an id, and no value comes twice' : 'is named like an id, and values come back'
  const named = `is named like ${role === 'amount' ? 'money' : `a ${role.replace('_', ' ')}`}`
  return guess?.kind === 'enum' ? `${named} and holds ${guess.values.slice(0, 3).join(', ')}` : named
}
