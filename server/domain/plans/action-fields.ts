import type { ActionStatus } from '@/db/vocabulary'
import { sayFigure } from '../alerts/words'
import { dayInWords } from '../time/day-in-words'

/** What people say of an action, by its names in the interface; money in major units. */
export type ActionFields = {
  title: string; owner: string | null; due_on: string | null; status: ActionStatus; remark: string
  cost_planned: number | null; cost_spent: number | null; return_formula: string; return_low: number | null; return_high: number | null
  depends_on: readonly string[]
}
export type ActionField = keyof ActionFields

/** Each field in words that can begin a sentence, in the order of the form. */
export const ACTION_FIELD: Record<ActionField, string> = {
  title: 'What is done', owner: 'Who does it', due_on: 'Due', status: 'How it stands', remark: 'The reason', cost_planned: 'To be spent', cost_spent: 'Spent',
  return_formula: 'How the return is reckoned', return_low: 'What it should bring at least', return_high: 'What it should bring at most', depends_on: 'What it waits for',
}
export const isActionField = (name: string): name is ActionField => Object.hasOwn(ACTION_FIELD, name)
export const ACTION_FIELDS = Object.keys(ACTION_FIELD).filter(isActionField)

/** What somebody changes of an action: what each field was when they looked, and what it is to be. */
export type ActionChange = { [F in ActionField]?: { was: ActionFields[F]; to: ActionFields[F] } | undefined }

type Row = { title: string; ownerId: string | null; dueOn: string | null; status: ActionStatus; remark: string; costPlanned: number | null; costSpent: number | null; returnFormula: string; returnLow: number | null; returnHigh: number | null; dependsOn: readonly string[] }
/** An action as it is kept, by the fields' names. */
export const fieldsOf = (a: Row): ActionFields => ({
  title: a.title, owner: a.ownerId, due_on: a.dueOn, status: a.status, remark: a.remark, cost_planned: a.costPlanned, cost_spent: a.costSpent,
  return_formula: a.returnFormula, return_low: a.returnLow, return_high: a.returnHigh, depends_on: a.dependsOn,
})

type Value = ActionFields[ActionField]
const isList = (value: Value): value is ActionFields['depends_on'] => typeof value === 'object' && value !== null
/** In what order something waits for others says nothing. */
export const sameField = (a: Value, b: Value): boolean => (isList(a) && isList(b) ? a.length === b.length && a.every((one) => b.includes(one)) : Object.is(a, b))

/** What would be another afterwards. */
export const changedFields = (stands: ActionFields, change: ActionChange): ActionField[] => ACTION_FIELDS.filter((field) => { const one = change[field]; return one !== undefined && !sameField(one.to, stands[field]) })
/** What somebody else has changed since, to something else again: sent twice because an answer was lost, it is the same. */
export const takenFields = (stands: ActionFields, change: ActionChange): ActionField[] => changedFields(stands, change).filter((field) => { const one = change[field]; return one !== undefined && !sameField(one.was, stands[field]) })
/** The action as it will be. */
export const withChange = (stands: ActionFields, change: ActionChange): ActionFields => ({ ...stands, ...Object.fromEntries(ACTION_FIELDS.flatMap((field) => { const one = change[field]; return one === undefined ? [] : [[field, one.to]] })) })

/** Several fields within a sentence: “spent and how the return is reckoned”. */
export const sayFields = (fields: readonly ActionField[]): string => fields.map((field) => ACTION_FIELD[field].charAt(0).toLowerCase() + ACTION_FIELD[field].slice(1)).join(', ').replace(/, ([^,]*)$/u, ' and $1')

type Names = { currency: string; /** Of whom it is given to. */ owner: string; /** Of the other actions of the plan. */ titles: ReadonlyMap<string, string> }
/** “Spent is €9,999 by now”. */
export function sayStands(field: ActionField, stands: ActionFields, names: Names): string {
  const { [field]: value } = stands
  return `${ACTION_FIELD[field]} is ${inWords(field, value, names)} by now`
}

function inWords(field: ActionField, value: Value, { currency, owner, titles }: Names): string {
  if (field === 'owner') return value === null ? 'nobody' : owner
  if (typeof value === 'number') return sayFigure(value, 'money', currency)
  if (value === null) return 'empty'
  if (isList(value)) return value.length === 0 ? 'nothing' : value.map((id) => `“${titles.get(id) ?? 'another action'}”`).join(', ')
  if (field === 'due_on') return dayInWords(value)
  if (field === 'status') return value.replace('_', ' ')
  return value === '' ? 'empty' : `“${value}”`
}
