import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { toMajor } from '../domain/money'
import { isValue, valuesAt } from '../queries/customer-value'
import { filterParameters, parameter, rowField, windowParameters } from '../schemas/report-parameters'
import { GIVEN_UP_DAYS, judgedIssues } from './channel-breaches'
import { defineReport, type Asked } from './report'
import { memberAsOf } from './split'

const VALUE_DAYS = 365
type Rule = { id: string; touchpoint: string; label: string; segment: string; segment_label: string; required: string; forbidden: string }

export const channelRules = defineReport({
  name: 'channel-rules',
  title: 'Channel rules: was the right channel offered?',
  definition: `Issues that closed in the window at a touchpoint under a rule: resolved, or given up (${GIVEN_UP_DAYS} days without an interaction). A breach: it ended without an interaction on, or a hand-over to, one of the required channels; trying another channel first is no breach. The segment is the one of the day the issue opened. value_at_stake: what the customers of those issues were worth in the year before the window’s end; priced: breach rate × value at stake; both null where no money was recorded in that year. Messages at the touchpoint on a forbidden channel are counted apart.`,
  parameters: z.object({ ...windowParameters, compare: parameter.compare, segment: filterParameters.segment.describe('Slug of a value tier, or `segmentation:segment`, in which the customer stood on the day the issue opened.') }),
  row: z.object({
    touchpoint: z.string().describe('Slug.'), label: rowField.label, segment: z.string().describe('`segmentation:segment`, or `everybody`.'), segment_label: z.string(), required: z.string().describe('Slugs, separated by commas.'), forbidden: z.string(),
    issues: rowField.count, given_up: rowField.count, breaches: rowField.count, breach_rate: rowField.share, low: rowField.share, high: rowField.share,
    value_at_stake: rowField.money, priced: rowField.money, messages: rowField.count, forbidden_messages: rowField.count,
  }),
  keys: ['touchpoint', 'segment', 'required', 'forbidden'],
  figures: {
    issues: { label: 'Closed issues under the rule', unit: 'count' }, given_up: { label: 'Given up', unit: 'count' }, breaches: { label: 'Breaches', unit: 'count' },
    breach_rate: { label: 'Breach rate', unit: 'share', numerator: 'breaches', denominator: 'issues', low: 'low', high: 'high' },
    value_at_stake: { label: 'Value at stake', unit: 'money' }, priced: { label: 'Breach rate × value at stake', unit: 'money' },
    messages: { label: 'Messages here', unit: 'count' }, forbidden_messages: { label: 'Messages on a forbidden channel', unit: 'count' },
  },
  draw: 'table',
  whole: 'each rule says for which segment it is; segment= leaves the issues of one',
  measure: { field: 'breach_rate', better: 'lower' },

  async answer(asked) {
    const { tx, ctx: { org }, window } = asked
    const rules = await rulesOf(asked)
    if (rules.length === 0) return { rows: [] }
    const judged = await tx.execute<{ rule_id: string; issues: number; given_up: number; breaches: number; value: number | null }>(sql`
      with ${judgedIssues(asked)}, worth as (select customer_id, value from (${valuesAt(org, VALUE_DAYS, [window.to], null)}) v)
      select j.rule_id::text, count(*)::int as issues, (count(*) filter (where given_up))::int as given_up, (count(*) filter (where breached))::int as breaches,
        (select sum(w.value)::float8 from worth w where w.customer_id in (select k.customer_id from judged k where k.rule_id = j.rule_id)) as value
      from judged j group by j.rule_id`)
    const money = await moneyRecorded(asked)
    if (!money && judged.rows.length > 0) asked.note('No money is recorded in the year before the window’s end: what the customers are worth, and so what breaches cost, cannot be told.')
    const sent = await tx.execute<{ rule_id: string; messages: number; forbidden: number }>(sql`
      select x.rule_id, count(*)::int as messages, (count(*) filter (where x.forbidden))::int as forbidden from (${messagesUnder(asked)}) x group by 1`)
    return {
      rows: rules.map(({ id, ...rule }) => {
        const found = judged.rows.find((row) => row.rule_id === id)
        const messages = sent.rows.find((row) => row.rule_id === id)
        const [issues, breaches] = [found?.issues ?? 0, found?.breaches ?? 0]
        const rate = wilson(breaches, issues)
        const value = money ? (found?.value ?? null) : null
        return {
          ...rule, issues, given_up: found?.given_up ?? 0, breaches, breach_rate: rate?.p ?? null, low: rate?.low ?? null, high: rate?.high ?? null,
          value_at_stake: value === null ? null : toMajor(Math.round(value), org.currency), priced: value === null || !rate ? null : toMajor(Math.round(value * rate.p), org.currency),
          messages: messages?.messages ?? 0, forbidden_messages: messages?.forbidden ?? 0,
        }
      }),
    }
  },

  async population(asked, { row, field }) {
    const rule = (await rulesOf(asked)).find((one) => one.touchpoint === row.touchpoint && one.segment === row.segment && one.required === row.required && one.forbidden === row.forbidden)
    const which: Record<string, SQL> = { issues: sql`true`, given_up: sql`given_up`, breaches: sql`breached` }
    const where = which[field]
    if (rule && (field === 'messages' || field === 'forbidden_messages')) return { of: 'interaction', field, where: sql`i.id in (select x.id from (${messagesUnder(asked)}) x where x.rule_id = ${rule.id} and ${field === 'messages' ? sql`true` : sql`x.forbidden`})` }
    if (!rule || !where) return null
    return { of: 'issue', field, where: sql`iss.id in (with ${judgedIssues(asked)} select issue_id from judged where rule_id = ${rule.id}::uuid and ${where})` }
  },
})

/** Whether anything of value is recorded in the year that value at stake is of: without it nobody is worth nought, it is not known. */
async function moneyRecorded({ tx, ctx: { org }, window }: Asked<unknown>): Promise<boolean> {
  const from = sql`${window.to}::date - ${VALUE_DAYS}::int`
  const found = await tx.execute<{ any: boolean }>(sql`
    select exists (select 1 from transactions t where t.organisation_id = ${org.id} and t.day >= ${from} and t.day < ${window.to}::date and ${isValue(org)})
      or exists (select 1 from customer_values v where v.organisation_id = ${org.id} and v.currency = ${org.currency} and v.to_day > ${from} and v.to_day <= ${window.to}::date) as any`)
  return found.rows[0]?.any ?? false
}

/** Messages of the window at a touchpoint under a rule, to customers it was for that day: rule_id, id, forbidden. */
const messagesUnder = ({ ctx, ctx: { org }, window, split }: Asked<unknown>): SQL => sql`
  select r.id::text as rule_id, i.id, r.forbidden ? ch.slug as forbidden from channel_rules r
  join interactions i on i.organisation_id = r.organisation_id and i.touchpoint_id = r.touchpoint_id and i.direction = 'message' and i.day >= ${window.from}::date and i.day < ${window.to}::date
  join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id join channels ch on ch.organisation_id = i.organisation_id and ch.id = i.channel_id
  where r.organisation_id = ${org.id} and r.active and (r.segment_id is null or exists (select 1 from memberships ms where ms.organisation_id = ${org.id} and ms.customer_id = p.customer_id
    and ms.segmentation_id = r.segmentation_id and ms.segment_id = r.segment_id and ms.from_day <= i.day and (ms.to_day is null or ms.to_day > i.day)))
    and ${memberAsOf(sql`p.customer_id`, sql`i.day`, ctx, split.segment)}`

/** Active rules; two that say the same of the same are one. */
async function rulesOf({ tx, ctx }: Asked<unknown>): Promise<Rule[]> {
  const found = await tx.execute<Rule>(sql`
    select distinct on (2, 4, 6, 7) r.id::text as id, coalesce(t.slug, r.touchpoint_id::text) as touchpoint, coalesce(t.name, '') as label, coalesce(sm.slug || ':' || s.slug, 'everybody') as segment, coalesce(s.name, 'Everybody') as segment_label,
      array_to_string(array(select jsonb_array_elements_text(r.required) order by 1), ',') as required, array_to_string(array(select jsonb_array_elements_text(r.forbidden) order by 1), ',') as forbidden
    from channel_rules r left join touchpoints t on t.organisation_id = r.organisation_id and t.id = r.touchpoint_id
    left join segmentations sm on sm.organisation_id = r.organisation_id and sm.id = r.segmentation_id left join segments s on s.organisation_id = r.organisation_id and s.segmentation_id = r.segmentation_id and s.id = r.segment_id
    where r.organisation_id = ${ctx.org.id} and r.active order by 2, 4, 6, 7, r.created_at, r.id`)
  return found.rows
}
