import type { RecordKind } from '@/db/vocabulary'

/** How a cell becomes a field's value: `id` and `text` stay text, `list` is cut at ; | or comma. */
export type FieldType = 'id' | 'text' | 'time' | 'number' | 'list'

/** The fields a mapping may fill, per record kind (INTERFACES §2), `attributes.<name>` besides. */
export const RECORD_FIELDS: Record<RecordKind, Record<string, FieldType>> = {
  customer: { id: 'id', name: 'text', email: 'text', acquired_at: 'time', left_at: 'time', leave_kind: 'text', leave_reason: 'text', updated_at: 'time' },
  interaction: {
    id: 'id', customer: 'id', anonymous_id: 'id', occurred_at: 'time', channel: 'text', touchpoint: 'text', form: 'text',
    direction: 'text', initiative: 'text', mood: 'number', impression: 'number', result: 'text', result_source: 'text',
    issue: 'id', duration_s: 'number', cost: 'number', goodwill_amount: 'number', team: 'text', handled_by: 'text',
    handed_over_to: 'text', asked_for: 'list', options_offered: 'number', summary: 'text',
  },
  transaction: { id: 'id', customer: 'id', occurred_at: 'time', amount: 'number', currency: 'text', kind: 'text' },
  issue: { id: 'id', customer: 'id', opened_at: 'time', resolved_at: 'time', touchpoint: 'text', title: 'text', updated_at: 'time' },
  promise: {
    id: 'id', customer: 'id', issue: 'id', interaction: 'id', made_at: 'time', due_at: 'time', kept_at: 'time',
    withdrawn_at: 'time', withdrawn_by: 'text', owner: 'text', team: 'text', text: 'text',
  },
  response: {
    id: 'id', customer: 'id', asked_at: 'time', occurred_at: 'time', survey: 'text', score: 'number', scale_min: 'number',
    scale_max: 'number', touchpoint: 'text', comment: 'text',
  },
  referral: { id: 'id', customer: 'id', occurred_at: 'time', referred_customer: 'id' },
  customer_value: { id: 'id', customer: 'id', period: 'text', amount: 'number', currency: 'text', basis: 'text' },
}

const ATTRIBUTE = /^attributes\.(.+)$/

/** The name behind `attributes.`, or null for any other field. */
export const attributeName = (field: string): string | null => ATTRIBUTE.exec(field)?.[1] ?? null

/** The type of a field of a kind, 'attribute' for attributes, null for what is no field. */
export function fieldType(kind: RecordKind, field: string): FieldType | 'attribute' | null {
  if (attributeName(field) !== null) return 'attribute'
  const fields = RECORD_FIELDS[kind]
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null
}

/** Does this field name a customer? Their ids are one namespace, so that row numbers in it need their file's name. */
export const namesCustomer = (kind: RecordKind, field: string): boolean =>
  field === 'customer' || field === 'referred_customer' || field === 'anonymous_id' || (kind === 'customer' && field === 'id')
