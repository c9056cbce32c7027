import { sql, type SQL } from 'drizzle-orm'
import type { LocalDay } from '../domain/time/local-day'
import { NONE, partAsOf, partsWithNone } from './relationships'
import type { Asked } from './report'

type View = Pick<Asked<unknown>, 'ctx' | 'tx' | 'split' | 'note'>

/** A part of the customers: its key and name, and a condition on SQL for a customer's id. */
export type CustomerPart = { key: string; label: string; /** Everybody there is: nothing is filtered or split off. */ all: boolean; whose: (customer: SQL) => SQL }

/** Values of a dimension told apart at most, the most frequent ones. */
const MOST_VALUES = 50

/** The whole, then each part of the split, of the customers that the filters leave: each as it stood on `day`, from earlier records. */
export async function customerParts(asked: View, day: LocalDay): Promise<CustomerPart[]> {
  const { by } = asked.split
  const keys = new Set(['total', ...(by.kind === 'segmentation' ? [...by.parts.map(({ key }) => key), NONE] : by.kind === 'attribute' ? await valuesOf(asked, by.name) : [])])
  return partsWithNone(by, keys).map(({ key, label }) => ({ key, label, all: key === 'total' && !asked.split.segment && !asked.split.attribute, whose: whoseIn(asked, key, day) }))
}

async function valuesOf({ ctx, tx, note }: View, name: string): Promise<string[]> {
  const found = await tx.execute<{ value: string }>(sql`
    select coalesce(c.attributes->>${name}, ${NONE}) as value from customers c where c.organisation_id = ${ctx.org.id} group by 1 order by count(*) desc, 1 limit ${MOST_VALUES + 1}`)
  if (found.rows.length > MOST_VALUES) note(`The ${MOST_VALUES} most frequent values of ${name} are told apart.`)
  return found.rows.slice(0, MOST_VALUES).map(({ value }) => value)
}

/** The condition of one part by its key (absent or `total`: the whole), filters included. */
export function whoseIn(asked: Pick<View, 'ctx' | 'split'>, key: string | undefined, day: LocalDay): CustomerPart['whose'] {
  const { segment, attribute } = asked.split
  if ((!key || key === 'total') && !segment && !attribute) return () => sql`true`
  return (customer) => sql`${customer} in (select c.id from customers c where c.organisation_id = ${asked.ctx.org.id} and ${partAsOf(asked, key, sql`${day}::date`)})`
}

/** Of each of these customers (ids inside), the part of the split they stood in on `day` (one for all, or each their own); undefined where nothing is split. */
export async function partOfEach(asked: View, customers: readonly string[], day: LocalDay | readonly LocalDay[]): Promise<(customer: string) => { key: string; label: string } | undefined> {
  const { ctx, tx, split: { by } } = asked
  if (by.kind !== 'segmentation' && by.kind !== 'attribute') return () => undefined
  const part = by.kind === 'attribute' ? sql`c.attributes->>${by.name}` : sql`(select ms.segment_id::text from memberships ms where ms.organisation_id = c.organisation_id and ms.customer_id = c.id
    and ms.segmentation_id = ${by.segmentation.id} and ms.from_day <= x.day and (ms.to_day is null or ms.to_day > x.day) limit 1)`
  const found = await tx.execute<{ id: string; part: string | null }>(sql`select c.id::text as id, ${part} as part
    from unnest(${sql.param(customers)}::uuid[], ${sql.param(typeof day === 'string' ? customers.map(() => day) : day)}::date[]) as x (id, day) join customers c on c.organisation_id = ${ctx.org.id} and c.id = x.id`)
  const names = new Map(by.kind === 'segmentation' ? by.parts.map(({ id, key, label }) => [id, { key, label }] as const) : [])
  const none = { key: NONE, label: by.kind === 'attribute' ? `No ${by.name}` : 'No tier yet' }
  const parts = new Map(found.rows.map((row) => [row.id, row.part === null ? none : by.kind === 'attribute' ? { key: row.part, label: row.part } : names.get(row.part) ?? none]))
  return (customer) => parts.get(customer) ?? none
}
