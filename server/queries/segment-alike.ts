import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import { leavesOf, type Leaf, type Rules } from '../domain/segments/conditions'
import { alikeIn, LATE, type Alike } from '../domain/segments/alike'
import type { LocalDay } from '../domain/time/local-day'
import { amongSql } from './among'
import { usesOf } from './customer-value'
import { baseOf, factsSql } from './segment-facts'

/** Of the scores that rules ask about, those that tell these customers (ids) hardly apart as of a day; money in minor units. */
export async function alikeAmong(tx: Tx, org: Organisation, rules: Pick<Rules, 'segments'>, day: LocalDay, customers: string[]): Promise<Alike[]> {
  const leaves = rules.segments.flatMap(({ when }) => leavesOf(when))
  const asked = (fact: Leaf['fact']) => leaves.find((leaf) => leaf.fact === fact)
  const [recency, frequency, monetary] = [asked('recency_score'), asked('frequency_score'), asked('monetary_score')]
  if (!recency && !frequency && !monetary) return []
  const { rows: [rhythm] } = await tx.execute<{ buyers: number; kept: number | null; silence: number | null }>(sql`
    select count(*)::int as buyers, avg((b.days > 1 and ${day}::date - b.last <= ${LATE}::float8 * (b.last - b.first) / nullif(b.days - 1, 0))::int)::float8 as kept,
      (percentile_disc(0.9) within group (order by ${day}::date - b.last))::int as silence
    from (select p.customer_id, count(distinct r.day)::int as days, min(r.day) as first, max(r.day) as last from profiles p join transactions r on r.organisation_id = p.organisation_id and r.profile_id = p.id
      where p.organisation_id = ${org.id} and ${amongSql(customers, sql`p.customer_id`)} and r.day < ${day}::date and r.amount >= 0 and (r.kind is null or r.kind <> all(${sql.param(usesOf(org).ignored)}::text[])) group by 1) b`)
  const fifths = async (leaf: Leaf | undefined) => {
    if (!leaf) return undefined
    const [since, base] = [baseOf({ fact: 'recency_score', op: 'at_least', value: 0 }), baseOf(leaf)]
    const { facts, column } = factsSql({ org, cuts: [day], customers, borders: new Map() }, [since, base])
    const { rows } = await tx.execute<{ low: number | null; high: number | null }>(sql`
      select percentile_disc(0.2) within group (order by f.${column(base)}) as low, percentile_disc(0.8) within group (order by f.${column(base)}) as high from (${facts}) f where f.${column(since)} is not null`)
    return rows[0] && rows[0].low !== null && rows[0].high !== null ? { low: rows[0].low, high: rows[0].high } : undefined
  }
  return alikeIn({
    buyers: rhythm?.buyers ?? 0, ...(recency && rhythm && rhythm.kept !== null && rhythm.silence !== null ? { rhythm: { kept: rhythm.kept, silence: rhythm.silence } } : {}),
    purchases: await fifths(frequency), value: await fifths(monetary),
  })
}
