import { INTERVALS, type SlideKind } from '@/db/vocabulary'
import { betterOf } from '../targets/better'
import { lastDayOf, whileRunning, type TargetMark } from '../targets/target'
import { addPeriods, type LocalDay } from '../time/local-day'
import { atRisk, bars, madeOf } from './bars'
import { SMALLEST_GROUP, type Line, type Picture, type TrendPoint } from './frame'
import { silence } from './silence'
import { isFewFound, isShareOfFew } from './small'
import { figureOf, grows, labelOf, lasting, NotDrawable, RESULTS, num, parts, rowsOf, shown, SINGLE_PEOPLE, text, unambiguous, type Drawn, type Means, type Row, type Said, type Told, type ToldFigure, type Wanted } from './told'
import { isQuiet, silentDay } from './verdict'

const MOST_LINES = 5
const MOST_SENTENCES = 3
/** More letters than this cannot be read from five metres. */
const MOST_LETTERS = 330
/** A wall has room for about this many periods of a trend. */
const MOST_PERIODS = 60
/** Who stayed is said after a year, as on the page: the end of a curve, where few are left, is no figure to know by heart. */
const YEAR: Record<string, number> = { day: 365, week: 52, month: 12 }
/** Who still waits, after a week; counted in hours, after a day. */
const SOON: Record<string, number> = { day: 7, hour: 24 }

/** Draws a report's answer as asked; throws NotDrawable with the reason. The kinds that need single records are drawn elsewhere. */
export function pictureOf(kind: SlideKind, told: Told, said: Said, wanted: Wanted, means: Means): Drawn {
  switch (kind) {
    case 'expected': return whole(expected(said, wanted))
    case 'big_number': return whole(bigNumber(told, said, wanted, means))
    case 'line': case 'stream': return lines(kind, told, said, wanted, means)
    case 'bars': return bars(told, said, wanted, means)
    case 'retention': return retention(told, said)
    case 'flow': return flow(said)
    case 'at_risk': return atRisk(told, said, means)
    case 'sentence': return whole(sentences(said))
    case 'promises': case 'story': case 'message': throw new NotDrawable('That is not drawn from a report’s rows.')
  }
}

const whole = (picture: Picture): Drawn => ({ picture, hidden: 0 })

function expected(said: Said, { cell }: Wanted): Picture {
  const row = said.rows.find((r) => r.measure === (cell.measure ?? said.parameters.measure ?? 'contacts')) ?? said.rows[0]
  const soFar = row ? num(row.so_far) : null
  if (!row || soFar === null) throw new NotDrawable('There is no such measure to expect.')
  const restSoFar = num(row.rest_so_far)
  return {
    kind: 'expected', what: text(row.label), soFar, expected: num(row.expected), low: num(row.low), high: num(row.high), days: num(row.n_days) ?? 0, until: text(said.statistics.until).slice(0, 5) || null, day: text(row.day), quiet: isQuiet(said), silent: silentDay(said), away: null,
    without: text(row.without) || null, rest: restSoFar === null ? null : { soFar: restSoFar, expected: num(row.rest_expected), low: num(row.rest_low), high: num(row.rest_high) },
  }
}

/** Whether fewer than five people or things stand behind a row’s figure; not known is not few. */
const few = (row: Row, figure: ToldFigure): boolean => {
  const n = num(row[figure.denominator ?? '']) ?? num(row[figure.n ?? ''])
  return n !== null && n > 0 && n < SMALLEST_GROUP
}
/** As many sentences as can be read in passing, the first always. */
function sentences(said: Said): Picture {
  const all = said.rows.filter((row) => !isFewFound(row)).map((row) => text(row.text)).filter(Boolean)
  const shown = all.filter((_, index) => index === 0 || (index < MOST_SENTENCES && all.slice(0, index + 1).join(' ').length <= MOST_LETTERS))
  const checks = num(said.statistics.checks)
  return { kind: 'sentence', sentences: shown, more: all.length - shown.length, answer: null, none: checks === null ? 'Nothing to say yet' : checks > 0 ? `${checks} checks, nothing unusual` : 'Too little history yet to say what is usual', well: checks !== null && checks > 0 }
}

/** Whether a picture shows nothing but noughts: of somebody unknown it would be taken for news. */
export function isEmpty(picture: Picture): boolean {
  const naught = (value: number | null) => value === null || value === 0
  switch (picture.kind) {
    // Of a few in many days less than half a one is expected by now.
    case 'expected': return naught(picture.soFar) && Math.round(picture.expected ?? 0) === 0
    case 'big_number': return naught(picture.shown.value) && picture.trend.every((point) => naught(point.value))
    case 'line': case 'stream': return picture.lines.every((line) => line.points.every((point) => naught(point.value)))
    case 'bars': return picture.bars.every((bar) => naught(bar.shown.value))
    case 'retention': return picture.groups.every((group) => group.steps.length < 2)
    case 'flow': return picture.total === 0
    case 'at_risk': case 'story': return picture.count === 0
    case 'promises': return naught(picture.overdue) && naught(picture.today) && naught(picture.later)
    case 'sentence': case 'message': return false
  }
}

/** The days a picture's figures are of: of one period that period, of a line those it is drawn over, as far as they were read; else all that was asked for. */
export function daysOf(picture: Picture, asked: { from: LocalDay; to: LocalDay }): { from: LocalDay; to: LocalDay } {
  const drawn = drawnOver(picture)
  const unit = INTERVALS.find((interval) => interval === drawn?.interval)
  if (!drawn || !unit) return asked
  const end = addPeriods(drawn.last, unit, 1)
  return { from: drawn.first > asked.from ? drawn.first : asked.from, to: end < asked.to ? end : asked.to }
}

/** The first and last of the periods that are drawn; null where none is known. A stream leaves out what has not ended. */
function drawnOver(picture: Picture): { first: LocalDay; last: LocalDay; interval: string } | null {
  if (picture.kind === 'big_number') return picture.period && picture.interval ? { first: picture.period, last: picture.period, interval: picture.interval } : null
  if (picture.kind === 'bars') return picture.period && { ...picture.period, last: picture.period.first }
  if (picture.kind !== 'line' && picture.kind !== 'stream') return null
  const points = picture.lines.flatMap((line) => line.points)
  const running = new Set(picture.kind === 'stream' && picture.lines.length > 1 ? points.filter(({ partial }) => partial).map(({ period }) => period) : [])
  const periods = points.map(({ period }) => period).filter((period) => period !== '' && !running.has(period)).toSorted()
  const [first, last] = [periods[0], periods.at(-1)]
  return first && last ? { first, last, interval: picture.interval } : null
}

/** The whole that a count is a part of, in words: "36 failed moments". */
function wholeOf(told: Told, said: Said, { cell }: Wanted, figure: ToldFigure, row: Row | undefined): { n: number; what: string } | null {
  const n = figure.of && row ? num(row[figure.of]) : null
  if (n === null) return null
  const result = cell.result ?? said.parameters.result
  const how = typeof result === 'string' && told.keys.includes('result') ? `${(RESULTS[result as keyof typeof RESULTS] ?? result).toLowerCase()} ` : ''
  return { n, what: `${how}${(told.figures[figure.of ?? '']?.label ?? '').toLowerCase()}` }
}

const trend = (rows: readonly Row[], field: string, figure: ToldFigure): TrendPoint[] =>
  rows.slice(-MOST_PERIODS).map((row) => ({ ...(figure.unit === 'share' && isShareOfFew(num(row[figure.numerator ?? '']), num(row[figure.denominator ?? ''])) ? { ofFew: true as const } : {}), period: text(row.period), value: few(row, figure) ? null : num(row[field]), low: figure.low ? num(row[figure.low]) : null, high: figure.high ? num(row[figure.high]) : null, partial: row.partial === true, ...(few(row, figure) ? { few: true } : {}) }))

/** A target that was decided only since the figure’s days: it stands beside with its day, and judges nothing. */
const since = (target: TargetMark | null): TargetMark | null => target && { ...target, met: null, since: target.steps.at(-1)?.from }

function bigNumber(told: Told, said: Said, wanted: Wanted, means: Means): Picture {
  const { field, figure } = figureOf(told, wanted)
  const rows = rowsOf(told, said, wanted)
  if (SINGLE_PEOPLE.some((key) => told.keys.includes(key) && rows.some((row) => row[key] !== 'total')) && !means.names) throw new NotDrawable(`${told.title} is of single people, and this screen shows no names.`)
  unambiguous(told, rows)
  const drawn = lasting(rows, figure)
  const main = drawn.at(-1)
  if (main && few(main, figure)) throw new NotDrawable(`Fewer than ${SMALLEST_GROUP} are behind this figure: a wall does not show it.`)
  const value = main ? shown(main, field, figure) : { value: null, unit: figure.unit }
  const period = main ? text(main.period) || null : null
  const interval = period ? text(said.parameters.interval) || null : null
  // A sum still growing stands beside the last whole one, a rate beside the one before it: never beside what has only begun.
  const other = main?.partial === true || !grows(figure) ? drawn.slice(0, -1).findLast((row) => row.partial !== true) : undefined
  return {
    kind: 'big_number', what: labelOf(told, said, wanted, figure, main), shown: value, period, partial: main?.partial === true, interval, trend: period ? trend(drawn, field, figure) : [], target: whileRunning(means.target(field, value.value, lastDayOf({ ...said.parameters, period })), main?.partial === true, grows(figure)) ?? since(means.target(field, null, null)),
    beside: other && period && !few(other, figure) ? { period: text(other.period), partial: other.partial === true, shown: shown(other, field, figure) } : null,
    of: wholeOf(told, said, wanted, figure, main),
    parts: period || !grows(figure) ? [] : madeOf(told, said, wanted, field, figure, value.value),
    // Nought of what fails, is lost or overdue is good news, once its period is over.
    none: value.value === 0 && main?.partial !== true && figure.unit === 'count' && betterOf(told, field, { ...said.parameters, ...wanted.cell }) === 'lower',
  }
}

function lines(kind: 'line' | 'stream', told: Told, said: Said, wanted: Wanted, means: Means): Drawn {
  const { field, figure } = figureOf(told, wanted)
  if (!told.keys.includes('period')) throw new NotDrawable(`${told.title} has no periods to draw a line through.`)
  const found = Object.keys(wanted.cell).length === 0 ? parts(told, said, field, figure, means.names) : []
  const visible = found.filter((part) => part.hidden === 0)
  const size = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + Math.abs(num(row[field]) ?? 0), 0)
  const biggest = new Set(visible.toSorted((a, b) => size(b.rows) - size(a.rows)).slice(0, MOST_LINES))
  const of = (key: string, label: string, tone: string, rows: readonly Row[]): Line => ({ key, label, tone, points: trend(lasting(rows, figure), field, figure) })
  const own = visible.filter((part) => biggest.has(part)).map((part, index) => of(part.key, part.label, toneOf(said, part.key, index), part.rows))
  const rest = visible.filter((part) => !biggest.has(part))
  // A stream adds up to its whole: what has no colour of its own flows together.
  if (kind === 'stream' && rest.length > 0) own.push(of('other', `Other (${rest.length})`, 'not_recorded', together(rest.flatMap((part) => part.rows), field)))
  const rows = rowsOf(told, said, wanted)
  const drawn = own.length > 0 ? own : [of('total', figure.label, 'ink', rows)]
  // A line alone is judged by its last whole period: what has only begun says neither met nor missed.
  const whole = drawn.length === 1 ? drawn[0]?.points.findLast((point) => !point.partial && point.value !== null) : undefined
  const newest = rows.at(-1)
  const aim = (value: number | null, period: unknown) => means.target(field, value, lastDayOf({ ...said.parameters, period }))
  const latest = kind === 'line' && whole ? (own.length > 0 ? (visible.find((part) => biggest.has(part))?.rows ?? []) : rows).find((row) => text(row.period) === whole.period) : undefined
  const aimed = whileRunning(aim(drawn.length === 1 ? num(newest?.[field]) : null, newest?.period), newest?.partial === true, grows(figure))
  // Only by the target that held in it: one decided since is drawn, and says nothing of what was before.
  const then = whole ? aim(whole.value, whole.period) : null
  // Of rates what runs is not drawn: a target that holds only in it is of nothing that is.
  const undrawn = drawn.length === 1 && drawn[0]?.points.at(-1)?.period !== text(newest?.period) && !then
  const judged = aimed && then && then.value === aimed.value && then.direction === aimed.direction
  return {
    picture: { kind, what: figure.label, unit: figure.unit, interval: text(said.parameters.interval) || 'month', lines: drawn, target: judged ? { ...aimed, met: then.met } : undrawn ? since(aimed) : aimed, judged: judged && whole ? whole.period : null, latest: latest ? { period: text(latest.period), shown: shown(latest, field, figure) } : null },
    hidden: found.length - visible.length,
  }
}

/** One row per period, its figure added up. */
function together(rows: readonly Row[], field: string): Row[] {
  const periods = new Map<string, Row>()
  for (const row of rows) {
    const period = text(row.period)
    periods.set(period, { ...row, [field]: (num(periods.get(period)?.[field]) ?? 0) + (num(row[field]) ?? 0) })
  }
  return [...periods].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

/** Channels keep their colour; parts in no known order take places in a series. */
const toneOf = (said: Said, key: string, index: number) => (said.parameters.by === 'channel' ? `channel:${key}` : `series:${index}`)

function retention(told: Told, said: Said): Drawn {
  if (told.name === 'value-alive') return silence(said)
  if (told.draw !== 'survival') throw new NotDrawable(`${told.title} is no curve of who stayed.`)
  const groups = new Map<string, Row[]>()
  for (const row of said.rows) groups.set(text(row.group), [...(groups.get(text(row.group)) ?? []), row])
  const own = [...groups].filter(([key]) => groups.size === 1 || key !== 'total')
  const visible = own.filter(([, rows]) => (num(rows[0]?.at_risk) ?? 0) >= 5)
  // Of those who wait the curve falls because somebody acted.
  const waits = told.figures.waiting !== undefined
  const unit = text(waits ? said.parameters.elapsed : said.parameters.unit) || (waits ? 'day' : 'month')
  const drawn = visible.slice(0, MOST_LINES).map(([key, rows], index) => ({ key, label: text(rows[0]?.label) || key, tone: key === 'total' ? 'ink' : `series:${index}`, steps: rows.map((row) => ({ t: num(row.t) ?? 0, survival: num(waits ? row.waiting : row.survival) ?? 0, low: num(row.low), high: num(row.high) })) }))
  // Curves are compared at one time, which each of them reaches; after a year where all have begun by then, else as soon as they have.
  const [begun, ended] = [Math.max(0, ...drawn.map(({ steps }) => steps[0]?.t ?? 0)), Math.min(Infinity, ...drawn.map(({ steps }) => steps.at(-1)?.t ?? 0))]
  const after = Math.min(ended, Math.max(begun, (waits ? SOON : YEAR)[unit] ?? Infinity))
  return {
    picture: { kind: 'retention', since: waits ? 'unhappy' : 'came', unit, after, groups: drawn.map((group) => ({ ...group, stayed: group.steps.findLast(({ t }) => t <= after)?.survival ?? null })) },
    hidden: own.length - visible.length,
  }
}

const EFFECTS = ['left', 'spent_less', 'stayed', 'not_measurable', 'pending'] as const

function flow(said: Said): Drawn {
  const rows = said.rows.filter((row) => row.touchpoint === 'total')
  const results = Object.entries(RESULTS).flatMap(([key, label]) => {
    const row = rows.find((r) => r.result === key)
    const n = row ? (num(row.moments) ?? 0) : 0
    return row && n > 0 ? [{ key, label, n, effects: EFFECTS.map((effect) => ({ key: effect, n: num(row[effect]) ?? 0 })).filter((e) => e.n > 0) }] : []
  })
  const visible = results.filter((r) => r.n >= SMALLEST_GROUP)
  return { picture: { kind: 'flow', total: visible.reduce((sum, r) => sum + r.n, 0), results: visible }, hidden: results.length - visible.length }
}
