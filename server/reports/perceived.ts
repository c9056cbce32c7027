import { sql, type SQL } from 'drizzle-orm'
import { YEAR } from '../queries/risk-facts'
import { valuesAt } from '../queries/customer-value'
import type { Asked } from './report'
import { memberAsOf, presentlyWith } from './split'

export type PerceivedView = Pick<Asked<{ scale?: string }>, 'ctx' | 'tx' | 'window' | 'split' | 'parameters' | 'note'>

/** The scale answers were given on, as text: `0-10`; `none` where it was not stated. */
export const scaleText = sql`case when r.scale_min is null or r.scale_max is null or r.scale_max <= r.scale_min then 'none' else r.scale_min::text || '-' || r.scale_max::text end`

export type Scale = { text: string; least: number; most: number } | { text: 'none'; least: null; most: null }

/** Days before an answer in which a contact counts as the care it followed. */
export const CARE_DAYS = 180

const answers = (asked: Pick<PerceivedView, 'ctx' | 'window'>): SQL => sql`r.organisation_id = ${asked.ctx.org.id} and r.survey = 'perceived_value' and r.score is not null
  and r.day >= ${asked.window.from}::date and r.day < ${asked.window.to}::date`

/** The scale asked for, else the one most customers answered on; others are left out, and said. null without answers. */
export async function chosenScale(asked: PerceivedView): Promise<Scale | null> {
  const found = await asked.tx.execute<{ scale: string; least: number | null; most: number | null; answers: number }>(sql`
    select ${scaleText} as scale, min(r.scale_min) filter (where ${scaleText} <> 'none')::float8 as least, max(r.scale_max) filter (where ${scaleText} <> 'none')::float8 as most, count(*)::int as answers
    from responses r where ${answers(asked)} group by 1 order by (${scaleText} = 'none'), 4 desc, 1`)
  const wanted = asked.parameters.scale
  const picked = wanted === undefined ? found.rows[0] : found.rows.find((r) => r.scale === wanted)
  const others = found.rows.filter((r) => r !== picked)
  if (picked && others.length > 0) asked.note(`Scales are never mixed: ${others.map((r) => `${r.answers.toLocaleString('en')} ${r.answers === 1 ? 'answer' : 'answers'} ${r.scale === 'none' ? 'without a stated scale' : `on ${r.scale.replace('-', ' to ')}`}`).join(', ')} left out.`)
  if (!picked) return null
  return picked.least === null || picked.most === null ? { text: 'none', least: null, most: null } : { text: picked.scale, least: picked.least, most: picked.most }
}

/** The newest answer of each customer in the window, on one scale: id, response, score, at (instant), day. Alias free. */
export const newestAnswers = (asked: PerceivedView, scale: Scale): SQL => sql`
  select distinct on (p.customer_id) p.customer_id as id, r.id as response, r.profile_id, r.score, coalesce(r.occurred_at, r.asked_at) as at, r.day from responses r
  join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id
  where ${answers(asked)} and ${scaleText} = ${scale.text} and p.customer_id is not null and ${memberAsOf(sql`p.customer_id`, sql`r.day`, asked.ctx, asked.split.segment)} and ${presentlyWith(sql`p.customer_id`, asked.ctx, asked.split.attribute)}
  order by p.customer_id, r.day desc, coalesce(r.occurred_at, r.asked_at) desc, r.id`

/**
 * Those of them who are still with us, with what each is worth to us: id, score, value (minor units). Predicted where there are
 * predictions, for everybody; else what they brought in the 365 days before the window's end.
 */
export async function valued(asked: PerceivedView, scale: Scale): Promise<{ rows: SQL; predicted: boolean }> {
  const { ctx, tx, window } = asked
  const any = await tx.execute<{ any: boolean }>(sql`select exists (select 1 from customer_predictions where organisation_id = ${ctx.org.id} and as_of < ${window.to}::date) as any`)
  const predicted = any.rows[0]?.any ?? false
  const ids = await tx.execute<{ id: string }>(sql`select a.id from (${newestAnswers(asked, scale)}) a`)
  const value = valuesAt(ctx.org, YEAR, [window.to], ids.rows.map(({ id }) => id))
  const rows = predicted
    ? sql`select a.id, a.score, coalesce(cp.clv, 0)::float8 as value from (${newestAnswers(asked, scale)}) a join (${value}) v on v.customer_id = a.id left join customer_predictions cp on cp.organisation_id = ${ctx.org.id} and cp.customer_id = a.id and cp.as_of < ${window.to}::date`
    : sql`select a.id, a.score, v.value from (${newestAnswers(asked, scale)}) a join (${value}) v on v.customer_id = a.id`
  return { rows, predicted }
}

export const QUADRANTS = [
  { key: 'valuable_unvalued', label: 'Valuable to us, unvalued by them' },
  { key: 'valuable_valued', label: 'Valuable to us, valued by them' },
  { key: 'less_valued', label: 'Worth less to us, valued by them' },
  { key: 'less_unvalued', label: 'Worth less to us, unvalued by them' },
] as const

export type Cuts = { value: number; score: number }

/** Where the quadrants meet: the medians (at or above counts as much), unless stated; money in minor units. null without anybody. */
export async function cutsOf({ tx }: Pick<PerceivedView, 'tx'>, rows: SQL, stated: { value?: number; score?: number }): Promise<Cuts | null> {
  const found = await tx.execute<{ value: number | null; score: number | null }>(sql`select percentile_cont(0.5) within group (order by value) as value, percentile_cont(0.5) within group (order by score) as score from (${rows}) k`)
  const { value = null, score = null } = found.rows[0] ?? {}
  return value === null || score === null ? null : { value: stated.value ?? value, score: stated.score ?? score }
}

/** Whose medians cut: of a filter's customers other points than of everybody, and with them other quadrants. */
export function noteCuts({ split, note, parameters: { value_cut: value, perceived_cut: score } }: Pick<Asked<{ value_cut?: number; perceived_cut?: number }>, 'split' | 'note' | 'parameters'>): void {
  if ((!split.segment && !split.attribute) || (value !== undefined && score !== undefined)) return
  const whose = [split.segment?.name, split.attribute?.value].filter((one) => one !== undefined).map((one) => `“${one}”`).join(' and ')
  note(`The medians are those of ${whose} alone: “worth less to us” is less than the middle one of these customers. Among everybody the cuts lie elsewhere.`)
}

export const quadrantOf = (cuts: Cuts): SQL => sql`case when k.value >= ${cuts.value}::float8 then case when k.score >= ${cuts.score}::float8 then 'valuable_valued' else 'valuable_unvalued' end
  when k.score >= ${cuts.score}::float8 then 'less_valued' else 'less_unvalued' end`
