import { sql, type SQL } from 'drizzle-orm'

/** Some customers: named one by one, or all whose ids lie in a range (open below, closed above); null: everybody. */
export type Among = readonly string[] | { after: string; upTo: string } | null

/** True where `column`, SQL for a customer's id, is among them. */
export function amongSql(customers: Among, column: SQL): SQL {
  if (customers === null) return sql`true`
  return 'after' in customers ? sql`${column} > ${customers.after}::uuid and ${column} <= ${customers.upTo}::uuid` : sql`${column} = any(${sql.param(customers)}::uuid[])`
}
