import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import { factKey, leavesOf, type Rules } from '../domain/segments/conditions'
import type { Definition, TiersDefinition } from '../domain/segments/definition'
import type { Tier } from '../domain/statistics/tiers'
import type { LocalDay } from '../domain/time/local-day'
import type { Among } from './among'
import { quantileTiers, valuesAt } from './customer-value'
import { indexSql } from './segment-conditions'
import { bordersAt, factsSql, isScore, type Borders } from './segment-facts'

/** What was found out about everybody on one cut day, by which each customer is then sorted. */
export type Cut = { day: LocalDay; tiers: Tier[]; borders: Borders }

/** Reads everybody (or a sample, to bound what it costs) as of one cut day: where tiers or scores begin. Rules without scores need nothing. */
export async function cutAt(tx: Tx, org: Organisation, definition: Definition, day: LocalDay, sample: string[] | null = null): Promise<Cut> {
  if (definition.kind === 'value_tiers') return { day, tiers: await thresholdsAt(tx, org, definition, day), borders: new Map() }
  const borders: Borders = new Map()
  for (const leaf of definition.segments.flatMap(({ when }) => leavesOf(when))) {
    if (isScore(leaf) && !borders.has(factKey(leaf))) borders.set(factKey(leaf), [await bordersAt(tx, org, leaf, day, sample)])
  }
  return { day, tiers: [], borders }
}

/**
 * SQL giving (customer_id, cut, name) for these customers on the cut days: the name of the segment each
 * belongs to, from records before that day only. Customers not in relationship, or (by predicted value) never
 * predicted, are left out.
 */
export function assignedSql(org: Organisation, definition: Definition, cuts: readonly Cut[], customers: Among): SQL {
  return definition.kind === 'rules' ? byRules(org, definition, cuts, customers) : byTiers(org, definition, cuts, customers)
}

function byTiers(org: Organisation, definition: TiersDefinition, cuts: readonly Cut[], customers: Among): SQL {
  const tiers = cuts.flatMap((cut) => cut.tiers.map((tier, rank) => ({ cut: cut.day, name: tier.name, least: tier.atLeast, rank })))
  return sql`
    select distinct on (v.customer_id, v.cut) v.customer_id, v.cut, t.name from (${valuesOf(org, definition, cuts.map(({ day }) => day), customers)}) v
    join unnest(${sql.param(tiers.map((t) => t.cut))}::date[], ${sql.param(tiers.map((t) => t.name))}::text[], ${sql.param(tiers.map((t) => t.least))}::float8[], ${sql.param(tiers.map((t) => t.rank))}::int[]) as t (cut, name, least, rank)
      on t.cut = v.cut and (t.least is null or v.value >= t.least) order by v.customer_id, v.cut, t.rank`
}

function byRules(org: Organisation, { segments, rest }: Rules, cuts: readonly Cut[], customers: Among): SQL {
  const conditions = segments.map(({ when }) => when)
  const borders: Borders = new Map()
  for (const cut of cuts) for (const [key, found] of cut.borders) borders.set(key, [...(borders.get(key) ?? []), ...found])
  const { facts, column } = factsSql({ org, cuts: cuts.map(({ day }) => day), customers, borders }, conditions.flatMap(leavesOf))
  const names = sql`${sql.param([...segments.map(({ name }) => name), rest])}::text[]`
  return sql`select f.customer_id, f.cut, (${names})[1 + ${indexSql(conditions, (leaf) => sql`f.${column(leaf)}`)}] as name from (${facts}) f`
}

/** (customer_id, cut, value) by which tiers are cut. */
export function valuesOf(org: Organisation, { basis, windowDays }: TiersDefinition, cuts: LocalDay[], customers: Among): SQL {
  if (basis !== 'predicted') return valuesAt(org, windowDays, cuts, customers)
  const leaf = { fact: 'predicted_value', op: 'at_least', value: 0 } as const
  const { facts, column } = factsSql({ org, cuts, customers, borders: new Map() }, [leaf])
  return sql`select f.customer_id, f.cut, f.${column(leaf)} as value from (${facts}) f where f.${column(leaf)} is not null`
}

/**
 * Where the tiers begin on one cut day, best first; none when nobody is in relationship then. The rule for ties is that
 * of server/domain/statistics/tiers.ts, computed over values grouped in the database, however many customers there are.
 */
export async function thresholdsAt(tx: Tx, org: Organisation, definition: TiersDefinition, day: LocalDay): Promise<Tier[]> {
  const { cut, tiers } = definition
  if (cut === 'thresholds') return tiers.map(({ name, at }, i) => ({ name, atLeast: i === tiers.length - 1 ? null : at }))
  const found = await quantileTiers(tx, valuesOf(org, definition, [day], null), tiers.slice(0, -1).map(({ at }) => at))
  return found.map(({ tier, least }, i) => ({ name: tiers[tier - 1]?.name ?? '', atLeast: i === found.length - 1 ? null : least }))
}
