import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Organisation } from '../context'
import { factKey, type Leaf } from '../domain/segments/conditions'
import type { LocalDay } from '../domain/time/local-day'
import { amongSql, type Among } from './among'
import { quantileTiers, usesOf, valuesAt } from './customer-value'

/** Where the scores of 1 to 5 begin on each cut day, by the key of the score. */
export type Borders = Map<string, { cut: LocalDay; scores: { score: number; atLeast: number | null }[] }[]>

type Question = { org: Organisation; cuts: LocalDay[]; customers: Among; borders: Borders }

/**
 * SQL giving (customer_id, cut, k0, k1, …): for everybody in relationship before and on a cut day, what rules ask
 * about, from records before that day only. `column` names a leaf's column. Numbers are float8; unknown is null.
 */
export function factsSql(question: Question, leaves: readonly Leaf[]): { facts: SQL; column: (leaf: Leaf) => SQL } {
  const { org, cuts } = question
  const asked = new Map<string, Leaf>()
  for (const leaf of leaves.flatMap((one) => [...basesOf(one), one])) asked.set(factKey(leaf), leaf)
  const keys = [...asked.keys()]
  const name = (leaf: Leaf) => sql.raw(`k${keys.indexOf(factKey(leaf))}`)
  const all = [...asked.values()]
  const joined = all.map((leaf) => (isScore(leaf) ? borderJoin(question, leaf, name(leaf)) : sql`left join (${source(question, leaf)}) ${name(leaf)} on ${name(leaf)}.customer_id = m.customer_id and ${name(leaf)}.cut = m.cut`))
  const selected = all.map((leaf) => sql`, ${isScore(leaf) ? scored(leaf, name) : read(leaf, name(leaf))} as ${name(leaf)}`)
  const facts = sql`
    select m.customer_id, m.cut${sql.join(selected, sql``)} from (
      select x.customer_id, c.cut, max(x.start_day) as since from unnest(${sql.param(cuts)}::date[]) as c (cut)
      join spells x on x.organisation_id = ${org.id} and x.start_day < c.cut and (x.end_day is null or x.end_day >= c.cut) where ${whose(question, sql`x.customer_id`)} group by 1, 2) m
    ${sql.join(joined, sql`\n`)}`
  return { facts, column: name }
}

/** Scores are made of other facts, which have columns of their own. */
function basesOf(leaf: Leaf): Leaf[] {
  if (!isScore(leaf)) return []
  const since: Leaf = { fact: 'days_since_purchase', op: 'at_least', value: 0 }
  return leaf.fact === 'recency_score' ? [since] : [since, baseOf(leaf)]
}

/** What a score is made of. */
export function baseOf(leaf: Leaf): Leaf {
  const days = 'days' in leaf ? leaf.days ?? null : null
  if (leaf.fact === 'frequency_score') return { fact: 'purchases', op: 'at_least', value: 0, days }
  if (leaf.fact === 'monetary_score') return { fact: 'value', op: 'at_least', value: 0, days }
  return { fact: 'days_since_purchase', op: 'at_least', value: 0 }
}

export const isScore = (leaf: Leaf): boolean => leaf.fact === 'recency_score' || leaf.fact === 'frequency_score' || leaf.fact === 'monetary_score'

/** What a score ranks: bigger is better. */
const ranked = (leaf: Leaf, name: (leaf: Leaf) => SQL): SQL => (leaf.fact === 'recency_score' ? sql`-${read(baseOf(leaf), name(baseOf(leaf)))}` : read(baseOf(leaf), name(baseOf(leaf))))

function scored(leaf: Leaf, name: (leaf: Leaf) => SQL): SQL {
  const since = name(baseOf({ fact: 'recency_score', op: 'at_least', value: 0 }))
  const value = ranked(leaf, name)
  const border = name(leaf)
  return sql`case when ${since}.v is null or ${border}.least is null then null when ${value} >= ${border}.b5 then 5 when ${value} >= ${border}.b4 then 4 when ${value} >= ${border}.b3 then 3 when ${value} >= ${border}.b2 then 2 else ${border}.least end::float8`
}

/** The borders of a score as a table of (cut, b5 … b2, least): a score nobody has begins at infinity. */
function borderJoin({ borders, cuts }: Question, leaf: Leaf, alias: SQL): SQL {
  const rows = cuts.map((cut) => borders.get(factKey(leaf))?.find((b) => b.cut === cut)?.scores ?? [])
  const border = (score: number) => rows.map((scores) => scores.find((s) => s.score === score)?.atLeast ?? Number.POSITIVE_INFINITY)
  // The lowest score there is takes everybody else.
  const least = rows.map((scores) => scores.at(-1)?.score ?? null)
  return sql`left join unnest(${sql.param(cuts)}::date[], ${sql.param(border(5))}::float8[], ${sql.param(border(4))}::float8[], ${sql.param(border(3))}::float8[], ${sql.param(border(2))}::float8[], ${sql.param(least)}::float8[]) as ${alias} (cut, b5, b4, b3, b2, least) on ${alias}.cut = m.cut`
}

/** Where scores begin on one cut day, over everybody (of these customers; null: all) who had bought by then: the rule of server/domain/value-models/rfm.ts, a test holds the two together. */
export async function bordersAt(tx: Tx, org: Organisation, leaf: Leaf, day: LocalDay, customers: string[] | null): Promise<Borders extends Map<string, (infer B)[]> ? B : never> {
  const { facts, column } = factsSql({ org, cuts: [day], customers, borders: new Map() }, [...basesOf(leaf)])
  const since = column(baseOf({ fact: 'recency_score', op: 'at_least', value: 0 }))
  const value = leaf.fact === 'recency_score' ? sql`-f.${since}` : sql`f.${column(baseOf(leaf))}`
  const found = await quantileTiers(tx, sql`select ${value} as value from (${facts}) f where f.${since} is not null`, [0.2, 0.4, 0.6, 0.8])
  return { cut: day, scores: found.map(({ tier, least }, i) => ({ score: 6 - tier, atLeast: i === found.length - 1 ? null : least })) }
}

/** A leaf's column as it is read: counts of nothing are 0. */
function read(leaf: Leaf, alias: SQL): SQL {
  switch (leaf.fact) {
    case 'attribute': case 'channel': return sql`${alias}.v`
    case 'tenure_days': return sql`(m.cut - m.since)::float8`
    case 'value': case 'purchases': case 'channels_used': case 'contacts': case 'failures': case 'open_promises': case 'overdue_promises': case 'open_issues': return sql`coalesce(${alias}.v, 0)::float8`
    default: return sql`${alias}.v::float8`
  }
}

const whose = ({ customers }: Question, column: SQL): SQL => amongSql(customers, column)

/** One fact per customer and cut day, as (customer_id, cut, v). */
function source(question: Question, leaf: Leaf): SQL {
  const { org, cuts, customers } = question
  const zone = sql`${org.timezone}::text`
  const day = (instant: string) => sql`(${sql.raw(instant)} at time zone ${zone})::date`
  const from = (table: string, on: SQL, v: SQL, where: SQL) => sql`
    select p.customer_id, c.cut, ${v} as v from profiles p join ${sql.raw(table)} r on r.organisation_id = p.organisation_id and r.profile_id = p.id and ${where}
    join unnest(${sql.param(cuts)}::date[]) as c (cut) on ${on} < c.cut${'days' in leaf && leaf.days ? sql` and ${on} >= c.cut - ${leaf.days}::int` : sql``}
    where p.organisation_id = ${org.id} and p.customer_id is not null and ${whose(question, sql`p.customer_id`)} group by 1, 2`
  const bought = sql`r.amount >= 0 and (r.kind is null or r.kind <> all(${sql.param(usesOf(org).ignored)}::text[]))`
  const pending = (at: string) => sql`(${sql.raw(at)} is null or ${day(at)} >= c.cut)`
  switch (leaf.fact) {
    case 'value': return sql`select customer_id, cut, value as v from (${valuesAt(org, leaf.days ?? null, cuts, customers)}) w`
    case 'predicted_value': return sql`select y.customer_id, c.cut, y.clv as v from customer_predictions y join unnest(${sql.param(cuts)}::date[]) as c (cut) on y.as_of < c.cut where y.organisation_id = ${org.id} and ${whose(question, sql`y.customer_id`)}`
    case 'purchases': return from('transactions', sql`r.day`, sql`count(distinct r.day)`, bought)
    case 'days_since_purchase': return from('transactions', sql`r.day`, sql`c.cut - max(r.day)`, bought)
    case 'channels_used': return from('interactions', sql`r.day`, sql`count(distinct r.channel_id)`, sql`r.direction in ('contact', 'lookup')`)
    case 'contacts': return from('interactions', sql`r.day`, sql`count(*)`, sql`r.direction = 'contact'`)
    case 'days_since_contact': return from('interactions', sql`r.day`, sql`c.cut - max(r.day)`, sql`r.direction = 'contact'`)
    case 'last_impression': return from('interactions', sql`r.day`, sql`(array_agg(r.impression order by r.occurred_at desc, r.id desc))[1]`, sql`r.impression is not null`)
    case 'failures': return from('interactions', sql`r.day`, sql`count(*)`, sql`r.result = 'failed'`)
    case 'open_promises': return from('promises', day('r.made_at'), sql`count(*) filter (where ${pending('r.kept_at')} and ${pending('r.withdrawn_at')})`, sql`true`)
    case 'overdue_promises': return from('promises', day('r.made_at'), sql`count(*) filter (where ${day('r.due_at')} < c.cut and ${pending('r.kept_at')} and ${pending('r.withdrawn_at')})`, sql`true`)
    case 'open_issues': return from('issues', day('r.opened_at'), sql`count(*) filter (where ${pending('r.resolved_at')})`, sql`r.opened_at is not null`)
    case 'last_nps': return from('responses', sql`r.day`, sql`(array_agg(r.score order by r.occurred_at desc, r.id desc))[1]`, sql`r.survey = 'nps' and r.score is not null and r.day is not null and coalesce(r.scale_min, 0) = 0 and coalesce(r.scale_max, 10) = 10`)
    case 'channel': return from('interactions', sql`r.day`, sql`true`, sql`r.direction in ('contact', 'lookup') and r.channel_id in (select id from channels where organisation_id = ${org.id} and slug = ${leaf.channel})`)
    // The last thing said about it: null clears one, `attributes: null` all of them.
    case 'attribute': return from('facts', day('r.updated_at'), sql`(array_agg(r.fields->'attributes'->>${leaf.name} order by r.updated_at desc, r.content_hash desc))[1]`,
      sql`r.kind = 'customer' and (r.fields->'attributes' = 'null'::jsonb or jsonb_exists(nullif(r.fields->'attributes', 'null'::jsonb), ${leaf.name}))`)
    case 'tenure_days': case 'recency_score': case 'frequency_score': case 'monetary_score':
      return sql`select null::uuid as customer_id, null::date as cut, null::float8 as v where false`
  }
}
