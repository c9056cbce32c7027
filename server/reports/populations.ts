import { sql, type SQL } from 'drizzle-orm'
import { NIL_ID } from '@/db/vocabulary'
import { inParts, presentlyIn } from './split'
import type { Asked, Noun, Population } from './report'

/**
 * How each noun is read for a drill-down: the alias its conditions use, the joins that alias needs, and the columns
 * a person sees. A report's population only adds the condition.
 */
type Source = { from: SQL; columns: SQL; order: SQL; organisation: SQL; fields: readonly string[] }

const customerOf = sql`left join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id
  left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id`

export const SOURCES: Record<Noun, Source> = {
  interaction: {
    from: sql`interactions i ${customerOf}
      left join channels ch on ch.organisation_id = i.organisation_id and ch.id = i.channel_id
      left join touchpoints tp on tp.organisation_id = i.organisation_id and tp.id = i.touchpoint_id`,
    columns: sql`i.external_id as id, i.source, i.occurred_at, coalesce(c.external_id, p.external_id) as customer, c.name as customer_name, p.anonymous, ch.slug as channel, tp.slug as touchpoint,
      i.direction, i.form, i.result, i.impression, i.summary`,
    order: sql`i.occurred_at desc, i.id`,
    organisation: sql`i.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'anonymous', 'channel', 'touchpoint', 'direction', 'form', 'result', 'impression', 'summary'],
  },
  customer: {
    from: sql`customers c`,
    columns: sql`c.external_id as id, c.external_id as customer, c.name as customer_name, c.acquired_at, c.left_at, c.leave_kind, c.first_at, c.last_at`,
    order: sql`c.external_id`,
    organisation: sql`c.organisation_id`,
    fields: ['id', 'customer', 'customer_name', 'acquired_at', 'left_at', 'leave_kind', 'first_at', 'last_at'],
  },
  transaction: {
    from: sql`transactions t join profiles p on p.organisation_id = t.organisation_id and p.id = t.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id`,
    columns: sql`t.external_id as id, t.source, t.occurred_at, coalesce(c.external_id, p.external_id) as customer, c.name as customer_name, t.amount as amount_minor, t.currency, t.kind`,
    order: sql`t.occurred_at desc, t.id`,
    organisation: sql`t.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'amount', 'currency', 'kind'],
  },
  moment: {
    from: sql`moments m join customers c on c.organisation_id = m.organisation_id and c.id = m.customer_id
      join interactions i on i.organisation_id = m.organisation_id and i.profile_id = m.profile_id and i.occurred_at = m.occurred_at and i.id = m.interaction_id
      left join channels ch on ch.organisation_id = m.organisation_id and ch.id = m.channel_id
      left join touchpoints tp on tp.organisation_id = m.organisation_id and tp.id = m.touchpoint_id`,
    columns: sql`i.external_id as id, i.source, m.occurred_at, c.external_id as customer, c.name as customer_name, ch.slug as channel, tp.slug as touchpoint,
      m.reason, m.result, m.result_source, m.left_day::text as left_day, m.window_end::text as window_end, m.advocated, i.summary`,
    order: sql`m.occurred_at desc, m.interaction_id`,
    organisation: sql`m.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'channel', 'touchpoint', 'reason', 'result', 'result_source', 'left_day', 'window_end', 'advocated', 'summary'],
  },
  response: {
    from: sql`responses r join profiles p on p.organisation_id = r.organisation_id and p.id = r.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id`,
    columns: sql`r.external_id as id, r.source, r.occurred_at, coalesce(c.external_id, p.external_id) as customer, c.name as customer_name, r.survey, r.score, r.comment`,
    order: sql`r.occurred_at desc, r.id`,
    organisation: sql`r.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'survey', 'score', 'comment'],
  },
  promise: {
    from: sql`promises pr join profiles p on p.organisation_id = pr.organisation_id and p.id = pr.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      left join interactions li on li.organisation_id = pr.organisation_id and li.profile_id = pr.profile_id and li.id = pr.interaction_id
      left join issues iss on iss.organisation_id = pr.organisation_id and iss.profile_id = pr.profile_id and iss.id = pr.issue_id`,
    columns: sql`pr.external_id as id, pr.source, pr.made_at as occurred_at, coalesce(c.external_id, p.external_id) as customer, c.name as customer_name, pr.due_at, pr.kept_at, pr.withdrawn_at, pr.withdrawn_by, pr.owner, pr.team, pr.text`,
    order: sql`pr.due_at desc, pr.id`,
    organisation: sql`pr.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'due_at', 'kept_at', 'withdrawn_at', 'withdrawn_by', 'owner', 'team', 'text'],
  },
  issue: {
    from: sql`issues iss join profiles p on p.organisation_id = iss.organisation_id and p.id = iss.profile_id
      left join customers c on c.organisation_id = p.organisation_id and c.id = p.customer_id
      left join touchpoints tp on tp.organisation_id = iss.organisation_id and tp.id = iss.touchpoint_id`,
    columns: sql`iss.external_id as id, iss.source, iss.opened_at as occurred_at, coalesce(c.external_id, p.external_id) as customer, c.name as customer_name, p.anonymous, iss.resolved_at, tp.slug as touchpoint, iss.title`,
    order: sql`iss.opened_at desc nulls last, iss.id`,
    organisation: sql`iss.organisation_id`,
    fields: ['id', 'source', 'occurred_at', 'customer', 'customer_name', 'anonymous', 'resolved_at', 'touchpoint', 'title'],
  },
  import: {
    from: sql`import_rejects x join imports im on im.organisation_id = x.organisation_id and im.id = x.import_id`,
    columns: sql`im.filename as source, x.row::int as id, x.reason, im.created_at as occurred_at`,
    order: sql`im.created_at desc, x.row`,
    organisation: sql`x.organisation_id`,
    fields: ['source', 'id', 'occurred_at', 'reason'],
  },
}

/** The condition "in the window and every filter" for interactions (alias i, p, c), as volumes count them. */
export function interactionsInView(asked: Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>): SQL {
  const { ctx, window, split } = asked
  return sql`i.day >= ${window.from}::date and i.day < ${window.to}::date
    and ${inParts(sql`i.channel_id`, split.channels)} and ${inParts(sql`i.touchpoint_id`, split.touchpoints)}
    and ${presentlyIn(sql`p.customer_id`, ctx, split.segment)}
    and ${split.attribute ? sql`${attributeValue(split.attribute.name)} = ${split.attribute.value}` : sql`true`}`
}

/** Narrows interactions (alias i, p, c) to one part of a split; `total` narrows nothing. */
export function interactionsOfPart(asked: Pick<Asked<unknown>, 'ctx' | 'split'>, key: string | undefined): SQL {
  if (!key || key === 'total') return sql`true`
  const { by } = asked.split
  if (by.kind === 'channel') return sql`i.channel_id = ${idOf(by.parts, key)}::uuid`
  if (by.kind === 'touchpoint') return sql`i.touchpoint_id = ${idOf(by.parts, key)}::uuid`
  if (by.kind === 'attribute') return sql`${attributeValue(by.name)} = ${key}`
  if (by.kind === 'segmentation') {
    const segment = by.segmentation.segments.find((s) => s.slug === key)
    if (!segment) return sql`false`
    return presentlyIn(sql`p.customer_id`, asked.ctx, { segmentation: by.segmentation, segmentId: segment.id, name: segment.name })
  }
  return sql`false`
}

/** A dimension's value: the interaction's own attribute, else the customer's. Aliases i, c. */
export const attributeValue = (name: string): SQL => sql`coalesce(i.attributes->>${name}, c.attributes->>${name})`

const idOf = (parts: { key: string; id: string | null }[], key: string) => parts.find((p) => p.key === key)?.id ?? NIL_ID

/** Reads the records behind a cell, newest first. Shapes: plain values, times as ISO text, money in minor units. */
export async function recordsOf(asked: Pick<Asked<unknown>, 'ctx' | 'tx'>, population: Population, page: { limit: number; offset: number }): Promise<{ total: number; rows: Record<string, unknown>[] }> {
  const source = SOURCES[population.of]
  const scope = sql`${source.organisation} = ${asked.ctx.org.id} and (${population.where})`
  const total = await asked.tx.execute<{ n: number }>(sql`select count(*)::float8 as n from ${source.from} where ${scope}`)
  const rows = await asked.tx.execute<Record<string, unknown>>(sql`select ${source.columns} from ${source.from} where ${scope} order by ${source.order} limit ${page.limit} offset ${page.offset}`)
  return { total: total.rows[0]?.n ?? 0, rows: rows.rows }
}
