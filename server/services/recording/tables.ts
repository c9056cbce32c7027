import type { RecordKind } from '@/db/vocabulary'
import type { Tx } from '@/db/client'
import { preparedText, rowSource, type Column, type ColumnType } from './sql'
import type { Cell } from './draft'

/** Kinds whose content is settled by their first record; customers and issues merge instead. */
export type PlainKind = Exclude<RecordKind, 'customer' | 'issue'>
export const PLAIN_KINDS = ['interaction', 'transaction', 'promise', 'response', 'referral', 'customer_value'] as const satisfies readonly PlainKind[]

export const TABLE_OF: Record<PlainKind, string> = {
  interaction: 'interactions', transaction: 'transactions', promise: 'promises', response: 'responses', referral: 'referrals', customer_value: 'customer_values',
}
/** Kinds whose tables keep the local day as a column. */
export const DAY_KINDS: ReadonlySet<RecordKind> = new Set(['interaction', 'transaction', 'response'])

const KEYS = { id: 'uuid', profile_id: 'uuid', source: 'text', external_id: 'text' } as const
const COLUMNS: Record<PlainKind, Record<string, ColumnType>> = {
  interaction: {
    ...KEYS, occurred_at: 'timestamptz', day: 'date', channel_id: 'uuid', touchpoint_id: 'uuid', form: 'text', direction: 'text', initiative: 'text', mood: 'int2', impression: 'int2', result: 'text',
    result_source: 'text', issue_id: 'uuid', duration_s: 'float8', cost: 'int8', goodwill_amount: 'int8', team: 'text', handled_by: 'text', handed_over_to: 'text', asked_for: 'text[]', options_offered: 'int4',
    summary: 'text', attributes: 'jsonb',
  },
  transaction: { ...KEYS, occurred_at: 'timestamptz', day: 'date', amount: 'int8', currency: 'text', kind: 'text', attributes: 'jsonb' },
  promise: {
    ...KEYS, issue_id: 'uuid', interaction_id: 'uuid', made_at: 'timestamptz', due_at: 'timestamptz', kept_at: 'timestamptz', withdrawn_at: 'timestamptz', withdrawn_by: 'text', owner: 'text', team: 'text', text: 'text',
    attributes: 'jsonb',
  },
  response: {
    ...KEYS, asked_at: 'timestamptz', occurred_at: 'timestamptz', day: 'date', survey: 'text', score: 'float8', scale_min: 'float8', scale_max: 'float8', touchpoint_id: 'uuid', comment: 'text', attributes: 'jsonb',
  },
  referral: { ...KEYS, occurred_at: 'timestamptz', referred_profile_id: 'uuid', attributes: 'jsonb' },
  customer_value: { ...KEYS, from_day: 'date', to_day: 'date', amount: 'int8', currency: 'text', basis: 'text', attributes: 'jsonb' },
}

/** Columns whose values recur in every batch. */
const FEW = new Set(['source', 'channel_id', 'touchpoint_id', 'form', 'direction', 'initiative', 'result', 'result_source', 'team', 'handled_by', 'handed_over_to', 'currency', 'kind', 'survey', 'withdrawn_by', 'owner', 'basis'])
const COLUMN_LISTS = Object.fromEntries(Object.entries(COLUMNS).map(([kind, columns]) => [kind, Object.entries(columns).map(([name, type]): Column => ({ name, type, few: FEW.has(name) }))]))

/** Inserts rows in the order given (sorted by their caller). */
export async function insertRows(tx: Tx, organisationId: string, kind: PlainKind, rows: readonly Record<string, Cell>[]): Promise<void> {
  if (rows.length === 0) return
  const { columns, select, from, values } = rowSource(COLUMN_LISTS[kind] ?? [], (_, name) => rows.map((row) => row[name]), 2)
  await preparedText(tx, `insert into ${TABLE_OF[kind]} (organisation_id, ${columns}) select $1, ${select} from ${from}`, [organisationId, ...values])
}
