import { lastDayOf } from '../targets/target'
import { addMonths, type LocalDay } from '../time/local-day'
import { ENOUGH_YEARS } from '../statistics/growth'
import { SMALLEST_GROUP, type Bar, type Shown } from './frame'
import { figureOf, grows, hasParts, labelOf, NotDrawable, num, partKeyOf, partKeys, parts, rowsOf, shown, SINGLE_PEOPLE, text, type Drawn, type Means, type Row, type Said, type Told, type ToldFigure, type Wanted } from './told'

const MOST_BARS = 6
/** In an order of their own one more: a step left out would be missed. */
const MOST_STEPS = 7
const MOST_PARTS = 3
const MOST_TIERS = 6
/** From so many on a share is a percentage. */
const ENOUGH = 30
const NO_TIER = 'No tier yet'

/** The parts of a whole, the largest first or in an order of their own: of the newest whole period where there are several, which is then named. */
export function bars(told: Told, said: Said, wanted: Wanted, means: Means): Drawn {
  if (told.sideBySide && wanted.field === null && !said.parameters.by && Object.keys(wanted.cell).length === 0) return sideBySide(told, said, told.sideBySide)
  if (told.sums && !said.parameters.by && Object.keys(wanted.cell).length === 0) return sumsBeside(told, said, wanted, told.sums)
  const { field, figure } = figureOf(told, wanted)
  if (told.draw === 'cohort') return cohorts(said, field, figure)
  // Split by something, of the row that its page draws: a share of the whole is all of it.
  const cell = said.parameters.by && told.sideBySide ? { ...told.sideBySide.cell, ...wanted.cell } : wanted.cell
  const rows = rowsInCell(told, said, { ...wanted, cell })
  const running = told.keys.includes('period') ? newestWhole(rows) : null
  const own = running ? rows.filter((row) => row.period === running.period) : rows
  const found = parts(told, { ...said, rows: own }, field, figure, means.names)
  const visible = found.filter((part) => part.hidden === 0)
  // Bars have their names beside them: a colour of their own only where it means something.
  const all = visible.map(({ key, label, rows: its }): Bar => ({ key, label, shown: shown(its.at(-1) ?? {}, field, figure), tone: said.parameters.by === 'channel' ? `channel:${key}` : 'ink', ...besideOf(told, figure, its.at(-1) ?? {}) }))
    .filter((bar) => bar.shown.value !== null)
  const bySize = all.toSorted((a, b) => Number(isSmall(a.shown)) - Number(isSmall(b.shown)) || (b.shown.value ?? 0) - (a.shown.value ?? 0))
  // Once, twice, three times: or the best tier before the next one. By size such steps would be read as a mistake.
  const steps = said.parameters.by === 'segment' || told.ordered?.includes(partKeyOf(told, { rows: own }) ?? '') === true
  const most = steps ? MOST_STEPS : MOST_BARS
  // Of a rate the highest are not those that matter: the worst may have the most behind it. So many cases decide who stays, the order is as ever.
  const cases = new Map(grows(figure) ? [] : visible.map(({ key, rows: its }) => [key, num((its.at(-1) ?? {})[figure.denominator ?? figure.n ?? '']) ?? 0]))
  const byCases = new Set(cases.values()).size > 1
  const weighty = new Set((byCases ? bySize.toSorted((a, b) => (cases.get(b.key) ?? 0) - (cases.get(a.key) ?? 0)) : bySize).slice(0, most))
  const kept = bySize.filter((bar) => weighty.has(bar))
  // On the first of a month nothing has come yet: that is no mistake of the slide.
  if (found.length === 0 && !said.parameters.by && !hasParts(told) && said.rows.length > 0) throw new NotDrawable(`${told.title} has no parts here: choose what it is split by.`)
  return {
    picture: {
      kind: 'bars', what: `${labelOf(told, said, { cell }, figure, rows[0])}${overlap(told, running ? [] : rows, field, figure, all)}`, unit: figure.unit, bars: steps ? all.filter((bar) => kept.includes(bar)) : kept, more: all.length - kept.length, ...(byCases ? { byCases: true as const } : {}), target: means.target(field, null, lastDayOf({ ...said.parameters, period: running?.period })),
      period: running && text(said.parameters.interval) ? { first: text(running.period), interval: text(said.parameters.interval), partial: running.partial === true } : null,
    },
    hidden: found.length - visible.length,
  }
}

/** What a share is read against, of the same row. */
function besideOf({ figures }: Told, { beside }: ToldFigure, row: Row): Pick<Bar, 'beside'> {
  const share = beside ? num(row[beside]) : null
  return share === null ? {} : { beside: { label: (figures[beside ?? '']?.label ?? '').replace(/^Share /u, ''), share } }
}

/** The keys that tell these rows apart: that of a split nobody asked for is of the whole in all of them. */
const telling = (told: Told, rows: readonly Row[]) => partKeys(told).filter((key) => rows.some((row) => row[key] !== undefined && row[key] !== 'total'))

/** Where one may stand in several parts, how many they are in all: added up by eye, the bars would say more. */
function overlap(told: Told, rows: readonly Row[], field: string, { unit }: ToldFigure, all: readonly Bar[]): string {
  const [key, ...more] = telling(told, rows)
  const total = key !== undefined && more.length === 0 && unit === 'count' ? num(rows.find((row) => row[key] === 'total')?.[field]) : null
  return total !== null && all.reduce((sum, bar) => sum + (bar.shown.value ?? 0), 0) > total ? `, ${total.toLocaleString('en-GB')} in all: some are in several of these` : ''
}

/** Several figures of one row, each a share of its own whole, in the report’s order: as its page draws them. They are of that row’s part, which is said; the report’s title stands above already. */
function sideBySide(told: Told, said: Said, { cell, fields }: NonNullable<Told['sideBySide']>): Drawn {
  const row = rowsOf(told, said, { cell })[0]
  const all = fields.flatMap((field): Bar[] => {
    const figure = told.figures[field]
    const one = row && figure ? shown(row, field, figure) : null
    return one && one.value !== null ? [{ key: field, label: figure?.label ?? field, shown: one, tone: 'ink' }] : []
  })
  const visible = all.filter((bar) => typeof bar.shown.denominator !== 'number' || bar.shown.denominator >= SMALLEST_GROUP)
  return { picture: { kind: 'bars', what: text(row?.label) || told.title, unit: 'share', bars: visible, more: 0, target: null, period: null }, hidden: all.length - visible.length }
}

/** Fewer than this at the start: what they grew by is chance. */
const FEW_AT_START = 30

/** Sums beside each other in the report’s order, "how much digital grew beside human": with what they grew from, and of less than a year by how much in all. */
function sumsBeside(told: Told, said: Said, wanted: Wanted, { rows, start, end, years, growth, first, last }: NonNullable<Told['sums']>): Drawn {
  const { field, figure } = figureOf(told, wanted)
  // A report that can be split by segments has their key too.
  const key = partKeys(told).find((k) => said.rows.some((row) => row[k] !== 'total' && rows.includes(text(row[k])))) ?? ''
  const own = rows.flatMap((name) => said.rows.filter((row) => row[key] === name))
  const grew = field === growth
  const yearly = own.every((row) => (num(row[years]) ?? 0) >= ENOUGH_YEARS)
  const all = own.flatMap((row): Bar[] => {
    const [from, to] = [num(row[start]) ?? 0, num(row[end]) ?? 0]
    const value = !grew || yearly ? num(row[field]) : from > 0 ? to / from - 1 : null
    if (value === null || (grew && from < FEW_AT_START)) return []
    return [{ key: text(row[key]), label: text(row.label), shown: { value, unit: figure.unit }, tone: 'ink', ...(grew ? { grown: { from, to } } : {}) }]
  })
  return { picture: { kind: 'bars', what: `${grew && !yearly ? 'Growth in this time' : figure.label}${grew ? compared(said, own[0], first, last) : ''}`, unit: figure.unit, bars: all, more: 0, target: null, period: null }, hidden: own.length - all.length }
}

/** ", from Jun 2023 – May 2024 to Jun 2024 – May 2025": which periods a growth compares. */
function compared(said: Said, row: Row | undefined, first: string, last: string): string {
  const months = num(said.statistics.period_months)
  return row && months !== null ? `, from ${monthsFrom(text(row[first]), months)} to ${monthsFrom(text(row[last]), months)}` : ''
}

/** So many months from a first day on, as people say them: "2025", "May 2025", "Jun 2023 – May 2024". */
function monthsFrom(day: LocalDay, months: number): string {
  const named = (of: LocalDay) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' }).format(new Date(`${of}T00:00:00Z`))
  if (months === 12 && day.slice(5, 7) === '01') return day.slice(0, 4)
  return months === 1 ? named(day) : `${named(day)} – ${named(addMonths(day, months - 1))}`
}

/** So long after their beginning cohorts are held beside each other, where two are that old; else as long as two are. */
const READ_AT = 3

/** The newest cohorts in their order, at one time since their beginning. Those at the edge of the data hold customers from before it. */
function cohorts(said: Said, field: string, figure: ToldFigure): Drawn {
  const whole = said.rows.filter((row) => row.cohort !== 'total' && row.edge !== true && row.partial !== true)
  const isShown = (row: Row) => (num(row.customers) ?? 0) >= SMALLEST_GROUP
  const at = [...Array(READ_AT + 1).keys()].toReversed().find((index) => index === 0 || whole.filter((row) => row.period_index === index && isShown(row)).length > 1) ?? 0
  // One alone, or none, is held against nothing.
  const read = at === 0 ? [] : whole.filter((row) => row.period_index === at).toSorted((a, b) => (text(a.cohort) < text(b.cohort) ? -1 : 1))
  const visible = read.filter(isShown)
  const unit = text(said.parameters.unit) || text(said.parameters.interval) || 'month'
  const drawn = visible.slice(-MOST_STEPS)
  const named = (day: string) => (unit === 'month' ? monthsFrom(day, 1) : new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`)))
  return {
    picture: { kind: 'bars', what: `${figure.label} ${at || 1} ${unit}${at > 1 ? 's' : ''} after the first time`, unit: figure.unit, bars: drawn.map((row): Bar => ({ key: text(row.cohort), label: named(text(row.cohort)), shown: shown(row, field, figure), tone: 'ink' })), more: 0, target: null, period: null },
    hidden: read.length - visible.length,
  }
}

const newestWhole = (rows: readonly Row[]): Row | null => {
  const inOrder = rows.toSorted((a, b) => (text(a.period) < text(b.period) ? -1 : 1))
  return inOrder.findLast((row) => row.partial !== true) ?? inOrder.at(-1) ?? null
}

/** A share of fewer than thirty is told by its counts: it has no rank among the others. */
const isSmall = ({ unit, denominator }: Shown): boolean => unit === 'share' && typeof denominator === 'number' && denominator < ENOUGH

/** A cell narrows all keys but the one whose parts are drawn. */
function rowsInCell(told: Told, said: Said, { cell }: Wanted): Row[] {
  return said.rows.filter((row) => partKeys(told).every((key) => cell[key] === undefined || String(row[key]) === cell[key]))
}

/** The largest parts of a sum, where its report tells them apart: "where?" after "how many?". What they leave of it stands last, so that they add up; not where that is a small group, which it would tell. */
export function madeOf(told: Told, said: Said, wanted: Wanted, field: string, figure: ToldFigure, whole: number | null): Bar[] {
  const rows = rowsInCell(told, said, wanted)
  const free = telling(told, rows).filter((key) => wanted.cell[key] === undefined)
  // Parts of one whole only: with two free keys a row is no part of it.
  if (free.length !== 1 || free.some((key) => SINGLE_PEOPLE.includes(key)) || !rows.some((row) => row[free[0] ?? ''] === 'total')) return []
  const largest = parts(told, { ...said, rows }, field, figure, true).filter((part) => part.hidden === 0)
    .map(({ key, label, rows: own }): Bar => ({ key, label, shown: shown(own.at(-1) ?? {}, field, figure), tone: said.parameters.by === 'channel' ? `channel:${key}` : 'ink' }))
    .filter((bar) => (bar.shown.value ?? 0) > 0).toSorted((a, b) => (b.shown.value ?? 0) - (a.shown.value ?? 0)).slice(0, MOST_PARTS)
  const rest = (whole ?? 0) - largest.reduce((sum, bar) => sum + (bar.shown.value ?? 0), 0)
  return largest.length > 0 && rest >= (figure.unit === 'count' ? SMALLEST_GROUP : 1) ? [...largest, { key: 'other', label: 'All others', shown: { value: rest, unit: figure.unit }, tone: 'not_recorded' }] : largest
}

/** Sums and groups only: who it is stays with those who act on it. Tiers in their own order, the best first. */
export function atRisk(told: Told, said: Said, { tiers: order }: Means): Drawn {
  const [field, figure] = Object.entries(told.figures).find(([, f]) => f?.unit === 'money') ?? []
  const count = num(said.statistics.listed) ?? said.rows.length
  if (said.statistics.day === undefined && said.rows.length === 0) throw new NotDrawable('Nobody has been scored yet.')
  const tiers = new Map<string, number>()
  for (const row of said.rows) {
    const tier = text(row.tier) || NO_TIER
    tiers.set(tier, (tiers.get(tier) ?? 0) + 1)
  }
  const sum = field ? (num(said.statistics[field]) ?? said.rows.reduce((all, row) => all + (num(row[field]) ?? 0), 0)) : null
  const groups = [...tiers].filter(([tier, n]) => n >= SMALLEST_GROUP && !(tier === NO_TIER && tiers.size === 1))
  // A tier that is no more, as only a list of the past knows it, comes last.
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length + (name === NO_TIER ? 1 : 0))
  const bars = groups.toSorted(([a], [b]) => rank(a) - rank(b)).slice(0, MOST_TIERS)
  return {
    picture: { kind: 'at_risk', what: figure?.label ?? told.title, value: sum === null ? null : { value: sum, unit: 'money' }, count, among: said.rows.length < count ? said.rows.length : null, bars: bars.map(([key, n]) => ({ key, label: key, shown: { value: n, unit: 'count' }, tone: order.includes(key) ? `tier:${rank(key)}:${order.length}` : 'not_recorded' })) },
    hidden: tiers.size - groups.length,
  }
}
