import { createElement } from 'react'
import type { InspectorContent, InspectorLoad, InspectorRows } from '../shell/inspector-types'
import type { InspectTarget } from '../shell/inspector-context'
import { formatDay, formatInstant, formatPeriod, formatWindow } from '../ui/format-date'
import { toMajor } from '@/server/domain/money'
import { isLocalDay } from '@/server/domain/time/local-day'
import { lastDayOf } from '@/server/domain/targets/target'
import { formatCount, formatMoney } from '../ui/format'
import { formatFigure, intervalOf } from './figure'
import { WAY_WORDS } from '../journeys/way-words'
import { FigureActions } from '../screens/figure-actions'
import type { useTRPCClient } from '../data/trpc'

// Fetched with the inspector: a folder of its own for one dialog would cost every page's first load a kilobyte.
export { PutViewOnWall } from '../screens/put-on-wall'

type Client = ReturnType<typeof useTRPCClient>
type Named = readonly { slug: string; name: string }[]
type Org = { slug: string; timezone: string; currency: string; channels: Named; touchpoints: Named }
type Description = Awaited<ReturnType<Client['reports']['describe']['query']>>
type Row = Record<string, unknown>

const PAGE = 25

/**
 * Explains any figure of any report from the report's own declaration: definition, numerator and denominator, interval,
 * window, and the rows behind it. Nothing here knows a single report.
 */
export function inspectorLoad(client: Client, org: Org): InspectorLoad {
  return async (target, cursor) => {
    const [about, answer] = await Promise.all([
      client.reports.describe.query({ name: target.report }),
      client.reports.answer.query({ name: target.report, parameters: target.parameters }),
    ])
    const field = fieldOf(target, about)
    const matching = rowsOf(target, about, answer.rows)
    const figures = about.figures as Record<string, { label: string; unit: string; numerator?: string; denominator?: string; n?: string; low?: string; high?: string } | undefined>
    const figure = figures[field]
    // A cell that leaves its period open means the whole window: then the rows behind it are what is counted.
    const open = matching.length > 1 && figure?.unit === 'count'
    const row = open ? pick(matching[0] ?? {}, ['label', ...about.keys.filter((key) => target.cell?.[key] !== undefined)]) : matching[0]
    const behind = row ? await rowsBehind(client, org, target, about, row, figure?.numerator ?? field, cursor) : undefined
    const part = (name: string | undefined) => {
      const of = name ? figures[name] : undefined
      return name && row ? { label: of?.label ?? name, value: formatFigure(row[name], of?.unit ?? 'count', org.currency) } : undefined
    }
    const asked: Row = { ...target.parameters, interval: answer.parameters.interval }
    const { from, to } = answer.parameters as { from?: string; to?: string }
    const content: InspectorContent = {
      title: [figure?.label ?? about.title, row ? nameOf(row, about.keys, asked, org) : ''].filter(Boolean).join(' · '),
      value: open ? formatFigure(behind?.total, 'count', org.currency) : row ? formatFigure(row[field], figure?.unit ?? 'count', org.currency, figure?.denominator ? { numerator: row[figure.numerator ?? ''], denominator: row[figure.denominator] } : undefined) : about.title,
      definition: about.definition,
      numerator: part(figure?.numerator),
      denominator: part(figure?.denominator),
      interval: row && figure ? intervalOf(row, figure, org.currency) : undefined,
      n: figure?.n && row ? formatFigure(row[figure.n], 'count', org.currency) : undefined,
      window: from && to && !about.ofNow ? formatWindow(from, to) : undefined,
      freshness: `As of ${formatDay(answer.asOf)}`,
      notes: [...answer.incomplete, ...answer.notes],
      rows: behind,
      extra: createElement(FigureActions, { key: JSON.stringify(target), target, told: about, field, value: !open && row && typeof row[field] === 'number' ? row[field] : null, day: about.ofNow ? null : lastDayOf({ ...answer.parameters, period: row?.period }), running: !open && row?.partial === true, part: row ? nameOf({ ...row, period: null }, about.keys, target.parameters, org) : '', interval: typeof answer.parameters.interval === 'string' ? answer.parameters.interval : undefined }),
      actions: [
        ...(behind?.total && row ? [{ label: `CSV: these ${formatCount(behind.total)} ${behind.unit}`, href: `/api/reports/${target.report}?${query(org, target, { field: figure?.numerator ?? field, ...cellOf(about, row) })}`, download: true }] : []),
        { label: behind ? 'CSV: the whole table' : 'CSV', href: `/api/reports/${target.report}?${query(org, target)}`, download: true },
      ],
    }
    return content
  }
}

/** The keys of a row, as the download of what is behind it takes them. */
const cellOf = (about: Description, row: Row) => Object.fromEntries(about.keys.flatMap((key) => (row[key] === null || row[key] === undefined ? [] : [[`cell.${key}`, String(row[key])]])))

const query = (org: Org, target: InspectTarget, more: Record<string, string> = {}) =>
  new URLSearchParams({ org: org.slug, ...more, ...Object.fromEntries(Object.entries(target.parameters).filter(([, v]) => v !== null && v !== '').map(([k, v]) => [k, String(v)])) }).toString()

function fieldOf(target: InspectTarget, about: Description): string {
  const named = target.cell?.field
  return typeof named === 'string' ? named : (about.measure?.field ?? Object.keys(about.figures)[0] ?? '')
}

const pick = (row: Row, keys: readonly string[]): Row => Object.fromEntries(keys.map((key) => [key, row[key]]))

function rowsOf(target: InspectTarget, about: Description, rows: Row[]): Row[] {
  if (!target.cell) return []
  return rows.filter((row) => about.keys.every((key) => target.cell?.[key] === undefined || String(row[key]) === String(target.cell[key])))
}

/** What a row is about, in words; what the question itself names (`asked`) needs no telling again. */
export function nameOf(row: Row, keys: readonly string[], asked: Row = {}, org: Pick<Org, 'channels' | 'touchpoints'> = NOTHING): string {
  const label = typeof row.label === 'string' && row.key !== 'total' ? row.label : ''
  // A step's id is said by its label alone. A key people have a word for is told by it; the whole needs no telling.
  const rest = keys.filter((key) => key !== 'key' && !(label && (key === 'step' || (row[key] !== undefined && row[key] === asked[key]))) && !(label && toldBy(label, row, key, keys)))
    .map((key) => wordOf(row, key, org, asked.interval)).filter((said) => said !== '' && said !== label)
  return [label, ...rest].filter(Boolean).join(', ')
}

const NOTHING = { channels: [], touchpoints: [] }

/** One key of a row as people say it: by its own label, by the name of what the slug stands for, as a day, or as it is. */
function wordOf(row: Row, key: string, org: Pick<Org, 'channels' | 'touchpoints'>, interval: unknown): string {
  const value = row[key]
  if (value === 'total' || value === null || value === undefined) return ''
  // Where they went on to is said in the same breath.
  if (key === 'kind' && typeof row.to_label === 'string') return [WAY_WORDS[String(value)] ?? String(value), row.to_label].filter(Boolean).join(' ')
  if (key === 'to' && row.kind !== undefined) return ''
  const said = row[`${key}_label`] ?? (key === 'channel' ? org.channels : key === 'touchpoint' ? org.touchpoints : []).find(({ slug }) => slug === value)?.name ?? value
  // The first day of a month or week stands for all of it.
  if (key === 'period' && typeof said === 'string' && isLocalDay(said)) return interval === 'month' ? formatPeriod(said, 'month') : `${interval === 'week' ? 'week of ' : ''}${formatDay(said)}`
  return typeof said === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(said) ? formatDay(said) : String(said)
}

/** Whether the row's label is this key's word: what it would be without capitals and spaces, or that there is none. */
function toldBy(label: string, row: Row, key: string, keys: readonly string[]): boolean {
  if (row[`${key}_label`] !== undefined || typeof row[key] !== 'string') return false
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  // A pair (“phone:phone”, from one channel to the next) is told by words alone.
  return row[key].includes(':') || (keys.length === 1 && row[key] === 'none') || bare(row[key]) === bare(label)
}

const COLUMNS: Record<string, { key: string; label: string; numeric?: boolean }[]> = {
  interaction: [{ key: 'occurred_at', label: 'When' }, { key: 'customer', label: 'Customer' }, { key: 'channel', label: 'Channel' }, { key: 'touchpoint', label: 'Touchpoint' }],
  moment: [{ key: 'occurred_at', label: 'When' }, { key: 'customer', label: 'Customer' }, { key: 'touchpoint', label: 'Touchpoint' }, { key: 'result', label: 'Result' }],
  transaction: [{ key: 'occurred_at', label: 'When' }, { key: 'customer', label: 'Customer' }, { key: 'amount', label: 'Amount', numeric: true }],
  customer: [{ key: 'customer', label: 'Customer' }, { key: 'customer_name', label: 'Name' }, { key: 'last_at', label: 'Last seen' }],
  response: [{ key: 'occurred_at', label: 'When' }, { key: 'customer', label: 'Customer' }, { key: 'survey', label: 'Survey' }, { key: 'score', label: 'Score', numeric: true }],
  promise: [{ key: 'due_at', label: 'Due' }, { key: 'customer', label: 'Customer' }, { key: 'text', label: 'Promise' }, { key: 'kept_at', label: 'Kept' }],
  issue: [{ key: 'occurred_at', label: 'Opened' }, { key: 'customer', label: 'Customer' }, { key: 'touchpoint', label: 'Touchpoint' }, { key: 'resolved_at', label: 'Resolved' }],
  import: [{ key: 'source', label: 'File' }, { key: 'id', label: 'Row', numeric: true }, { key: 'reason', label: 'Reason' }],
}
const UNIT: Record<string, string> = { interaction: 'interactions', moment: 'moments', transaction: 'transactions', customer: 'customers', response: 'responses', promise: 'promises', issue: 'issues', import: 'refused rows' }

async function rowsBehind(client: Client, org: Org, target: InspectTarget, about: Description, row: Row, field: string, cursor: string | null): Promise<InspectorRows | undefined> {
  const offset = cursor ? Number(cursor) : 0
  const keys = Object.fromEntries(about.keys.map((key) => [key, row[key]]).filter(([, v]) => v !== null && v !== undefined).map(([k, v]) => [k, String(v)]))
  const found = await client.reports.rows.query({ name: target.report, parameters: target.parameters, row: keys, field, limit: PAGE, offset }).catch(() => null)
  if (!found) return undefined
  return {
    columns: COLUMNS[found.of] ?? [],
    unit: UNIT[found.of] ?? 'records',
    total: found.total,
    next: offset + found.rows.length < found.total ? String(offset + found.rows.length) : null,
    data: found.rows.map((record, index) => ({
      key: `${offset + index}`,
      href: typeof record.customer === 'string' && !record.anonymous ? `/${org.slug}/customers/${encodeURIComponent(record.customer)}` : undefined,
      cells: { ...Object.fromEntries(Object.entries(record).map(([key, value]) => [key, cell(key, value, org)])), ...amountOf(record) },
    })),
  }
}

/** Money travels in minor units; a transaction keeps the currency it came in. */
function amountOf({ amount_minor: minor, currency }: Record<string, unknown>): { amount?: string } {
  return typeof currency === 'string' && minor !== null && Number.isFinite(Number(minor)) ? { amount: formatMoney(toMajor(Number(minor), currency), currency, { cents: true }) } : {}
}

function cell(key: string, value: unknown, org: Org): string {
  if (value === null || value === undefined) return '–'
  const named = key === 'channel' ? org.channels : key === 'touchpoint' ? org.touchpoints : undefined
  if (named) return named.find((one) => one.slug === value)?.name ?? String(value)
  if (value instanceof Date) return formatInstant(value, org.timezone)
  if (key.endsWith('_at') && typeof value === 'string') return formatInstant(value, org.timezone)
  if (typeof value === 'number') return formatCount(value)
  return String(value)
}
