import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { wilson } from '../domain/statistics/proportion'
import { filterParameters, rowField, windowParameters } from '../schemas/report-parameters'
import { localDay, nowSql } from './promise-state'
import { defineReport, type Asked } from './report'
import { presentlyIn } from './split'

/** Where senders write what a customer said they like. */
const ATTRIBUTES = ['preferred_channels', 'preferred_channel'] as const
type Question = Pick<Asked<unknown>, 'ctx' | 'window' | 'split'>

export const channelPreferences = defineReport({
  name: 'channel-preferences',
  title: 'Which channels customers choose, and which they say they like',
  definition: `Chosen: customers who came on a channel by themselves (contacts and look-ups) in the window ÷ customers who came on any. Said: customers who named a channel (attribute ${ATTRIBUTES.join(' or ')}, several separated by commas) ÷ customers who named any, as known now. A customer may choose and name several, so the shares do not add up to 100 %.`,
  parameters: z.object({ ...windowParameters, segment: filterParameters.segment }),
  row: z.object({
    key: rowField.key, label: rowField.label, chose: rowField.count, came: rowField.count.describe('Customers who came on any channel.'), chosen: rowField.share, low: rowField.share, high: rowField.share,
    named: rowField.count, asked: rowField.count.describe('Customers who named any channel.'), said: rowField.share, said_low: rowField.share, said_high: rowField.share,
  }),
  keys: ['key'],
  figures: {
    // First the share that its page draws.
    chosen: { label: 'Chose it', unit: 'share', numerator: 'chose', denominator: 'came', low: 'low', high: 'high' }, chose: { label: 'Customers who chose it', unit: 'count' }, came: { label: 'Customers who came', unit: 'count' },
    named: { label: 'Customers who named it', unit: 'count' }, asked: { label: 'Customers who named any', unit: 'count' }, said: { label: 'Say they like it', unit: 'share', numerator: 'named', denominator: 'asked', low: 'said_low', high: 'said_high' },
  },
  draw: 'bars',
  joinsRecords: true,

  async answer(asked) {
    const { tx, ctx } = asked
    const chose = await tx.execute<{ slug: string | null; n: number }>(sql`
      select ch.slug, count(distinct p.customer_id)::int as n from ${CAME(asked)} group by grouping sets ((ch.slug), ())`)
    const named = await tx.execute<{ name: string | null; n: number }>(sql`
      select ${SLUG} as name, count(distinct c.id)::int as n from customers c, regexp_split_to_table(${SAID}, '[,;|]') as x (name)
      where c.organisation_id = ${ctx.org.id} and ${presentlyIn(sql`c.id`, ctx, asked.split.segment)} and btrim(x.name) <> '' group by grouping sets ((${SLUG}), ())`)
    const channels = await tx.execute<{ slug: string; name: string }>(sql`select slug, name from channels where organisation_id = ${ctx.org.id}`)
    const came = chose.rows.find((r) => r.slug === null)?.n ?? 0
    const any = named.rows.find((r) => r.name === null)?.n ?? 0
    if (any === 0) asked.note(`Nobody’s own preference is recorded: send customers with the attribute ${ATTRIBUTES[0]}.`)
    const said = new Map(named.rows.flatMap((r) => (r.name === null ? [] : [[r.name, r.n] as const])))
    const names = new Map(channels.rows.map((r) => [r.slug, r.name]))
    const used = new Map(chose.rows.flatMap((r) => (r.slug === null ? [] : [[r.slug, r.n] as const])))
    const line = (key: string, label: string, k: number, m: number) => {
      const [chosen, liked] = [wilson(k, came), wilson(m, any)]
      return { key, label, chose: k, came, chosen: chosen?.p ?? null, low: chosen?.low ?? null, high: chosen?.high ?? null, named: m, asked: any, said: liked?.p ?? null, said_low: liked?.low ?? null, said_high: liked?.high ?? null }
    }
    const keys = [...new Set([...used.keys(), ...said.keys()])].toSorted((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0) || (said.get(b) ?? 0) - (said.get(a) ?? 0) || a.localeCompare(b))
    return { rows: came === 0 && any === 0 ? [] : [line('total', 'Any channel', came, any), ...keys.map((key) => line(key, names.get(key) ?? key, used.get(key) ?? 0, said.get(key) ?? 0))] }
  },

  population(asked, { row, field }) {
    const { ctx } = asked
    const whole = !row.key || row.key === 'total'
    const on = sql`${whole || field === 'came' ? sql`true` : sql`ch.slug = ${row.key ?? ''}`}`
    if (field === 'chose' || field === 'came') return { of: 'customer', field, where: sql`c.id in (select p.customer_id from ${CAME(asked)} and ${on})` }
    if (field !== 'named' && field !== 'asked') return null
    return { of: 'customer', field, where: sql`${presentlyIn(sql`c.id`, ctx, asked.split.segment)} and exists (select 1 from regexp_split_to_table(${SAID}, '[,;|]') as x (name) where btrim(x.name) <> '' and ${whole || field === 'asked' ? sql`true` : sql`${SLUG} = ${row.key ?? ''}`})` }
  },
})

/** As slugOf writes it: lower case, runs of other characters as one underscore. */
const SLUG: SQL = sql.raw("btrim(regexp_replace(lower(x.name), '[^[:alnum:]]+', '_', 'g'), '_')")
const SAID: SQL = sql.raw(`coalesce(${ATTRIBUTES.map((name) => `c.attributes->>'${name}'`).join(', ')})`)
/** Known customers' own comings in the window, with their channel. */
const CAME = (asked: Question): SQL => sql`interactions i join profiles p on p.organisation_id = i.organisation_id and p.id = i.profile_id join channels ch on ch.organisation_id = i.organisation_id and ch.id = i.channel_id
  where i.organisation_id = ${asked.ctx.org.id} and p.customer_id is not null and i.direction in ('contact', 'lookup') and i.form <> 'observation' and i.occurred_at <= ${nowSql(asked.ctx)}
    and ${localDay(asked.ctx, sql`i.occurred_at`)} >= ${asked.window.from}::date and ${localDay(asked.ctx, sql`i.occurred_at`)} < ${asked.window.to}::date and ${presentlyIn(sql`p.customer_id`, asked.ctx, asked.split.segment)}`
