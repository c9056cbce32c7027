import { ACTION_FIELD, ACTION_FIELDS, fieldsOf, isActionField, sameField, takenFields, type ActionChange, type ActionField, type ActionFields } from '@/server/domain/plans/action-fields'
import { toMinor } from '@/server/domain/money'
import { typedOrNone } from '../ui/typed-number'

/** An action's fields as a form holds them: amounts and days as they are typed, nothing as ''. */
export type Typed = Record<Exclude<ActionField, 'depends_on' | 'status'>, string> & Pick<ActionFields, 'status' | 'depends_on'>

export const NEW_ACTION: ActionFields = fieldsOf({ title: '', ownerId: null, dueOn: null, status: 'on_track', remark: '', costPlanned: null, costSpent: null, returnFormula: '', returnLow: null, returnHigh: null, dependsOn: [] })

const amount = (value: number | null) => (value === null ? '' : String(value))
export const typedOf = (a: ActionFields): Typed => ({
  ...a, owner: a.owner ?? '', due_on: a.due_on ?? '', cost_planned: amount(a.cost_planned), cost_spent: amount(a.cost_spent), return_low: amount(a.return_low), return_high: amount(a.return_high),
})
/** NaN where an amount is none. */
export const fieldsTyped = (t: Typed): ActionFields => ({
  ...t, title: t.title.trim(), owner: t.owner || null, due_on: t.due_on || null,
  cost_planned: typedOrNone(t.cost_planned), cost_spent: typedOrNone(t.cost_spent), return_low: typedOrNone(t.return_low), return_high: typedOrNone(t.return_high),
})

/** What somebody has typed, and what stood there when they did. Only this is theirs: everything else follows the record. */
export type Draft = { typed: Partial<Typed>; was: Partial<ActionFields> }
export const UNTOUCHED: Draft = { typed: {}, was: {} }

/** What the form shows: what was typed, else what stands there. */
export const shown = ({ typed }: Draft, stands: ActionFields): Typed => ({ ...typedOf(stands), ...typed })

/** With one more field typed; what is as it was again is nobody's. */
export function type<F extends ActionField>({ typed, was }: Draft, stands: ActionFields, field: F, to: Typed[F]): Draft {
  const from: ActionFields = { ...stands, ...was }
  return sameField(typedOf(from)[field], to) ? untouched({ typed, was }, field) : { typed: { ...typed, [field]: to }, was: { ...was, [field]: from[field] } }
}

/** Theirs stands: what was typed there is let go. */
export function untouched({ typed, was }: Draft, field: ActionField): Draft {
  const { [field]: _t, ...restTyped } = typed
  const { [field]: _w, ...restWas } = was
  return { typed: restTyped, was: restWas }
}

/** Mine stands, over what is known to be there now. */
export const keepMine = ({ typed, was }: Draft, stands: ActionFields, field: ActionField): Draft => ({ typed, was: { ...was, [field]: stands[field] } })

/** What is sent: the fields that were changed, each with what it was. */
export function changeOf(draft: Draft, stands: ActionFields): ActionChange {
  const [to, from] = [fieldsTyped(shown(draft, stands)), { ...stands, ...draft.was }]
  return Object.fromEntries(ACTION_FIELDS.filter((field) => field in draft.typed && !sameField(to[field], from[field])).map((field) => [field, { was: from[field], to: to[field] }]))
}

/** The fields that somebody else has changed since they were typed in here. */
export const clashes = (draft: Draft, stands: ActionFields): ActionField[] => takenFields(stands, changeOf(draft, stands))

export const AMOUNTS = ['cost_planned', 'cost_spent', 'return_low', 'return_high'] as const
const MOST = 1e12
/** What keeps an amount from being saved, to be read after its name; null where nothing does. */
function wrongAmount(value: number | null, currency: string): string | null {
  if (value === null) return null
  if (Number.isNaN(value)) return 'is no amount such as 1,200 or 12.50'
  if (value < 0) return 'is negative'
  if (value > MOST) return 'is larger than any amount here'
  const found = toMinor(value, currency)
  return found.ok ? null : found.reason
}

/** Why what was typed cannot be saved, by the field it is about, each a sentence. */
export function wrongs({ title, ...fields }: ActionFields, currency: string): Partial<Record<ActionField, string>> {
  const amounts = AMOUNTS.flatMap((field) => { const why = wrongAmount(fields[field], currency); return why === null ? [] : [[field, `${ACTION_FIELD[field]} ${why}.`] as const] })
  const crossed = amounts.length === 0 && fields.return_low !== null && fields.return_high !== null && fields.return_low > fields.return_high
  return { ...(title === '' ? { title: 'What is done is not said yet.' } : {}), ...Object.fromEntries(amounts), ...(crossed ? { return_low: `${ACTION_FIELD.return_low} is more than what it should bring at most.` } : {}) }
}

/** A refusal by the names on screen: what the server calls a field nobody sees. */
export function sayRefusal(message: string, places: readonly { field: string; reason: string }[]): string {
  const said = places.map(({ field, reason }) => ({ name: field.split('.').find(isActionField), reason, raw: `${field}: ${reason}` }))
  return said.length > 0 && said.every(({ name, raw }) => name !== undefined && message.includes(raw)) ? said.map(({ name, reason }) => `${name ? ACTION_FIELD[name] : ''} ${reason}.`).join(' ') : message
}
