import { sql, type SQL } from 'drizzle-orm'
import type { Comparison, Condition, Leaf } from '../domain/segments/conditions'

const OPERATORS: Record<Comparison, SQL> = { at_least: sql`>=`, at_most: sql`<=`, more_than: sql`>`, less_than: sql`<`, equals: sql`=` }

/** A condition as SQL over the columns of server/queries/segment-facts.ts; never null. server/domain/segments/conditions.ts says what it means, a test holds the two together. */
export function conditionSql(condition: Condition, column: (leaf: Leaf) => SQL): SQL {
  if ('all' in condition) return sql`(${sql.join([sql`true`, ...condition.all.map((part) => conditionSql(part, column))], sql` and `)})`
  if ('any' in condition) return sql`(${sql.join([sql`false`, ...condition.any.map((part) => conditionSql(part, column))], sql` or `)})`
  if ('not' in condition) return sql`(not ${conditionSql(condition.not, column)})`
  const known = column(condition)
  if (condition.fact === 'channel') return sql`coalesce(${known}, false)`
  if (condition.fact === 'attribute') {
    if (condition.op === 'is_known') return sql`(${known} is not null)`
    const values = sql`${sql.param(condition.values)}::text[]`
    return condition.op === 'is' ? sql`coalesce(${known} = any(${values}), false)` : sql`coalesce(${known} <> all(${values}), false)`
  }
  return sql`coalesce(${known} ${OPERATORS[condition.op]} ${condition.value}::float8, false)`
}

/** The position of the first condition that holds; their number where none does. */
export function indexSql(conditions: readonly Condition[], column: (leaf: Leaf) => SQL): SQL {
  if (conditions.length === 0) return sql`0`
  return sql`case ${sql.join(conditions.map((when, i) => sql`when ${conditionSql(when, column)} then ${i}::int`), sql` `)} else ${conditions.length}::int end`
}
