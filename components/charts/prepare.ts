/**
 * What a chart decides before anything is drawn. Pure: data and pixels in, numbers and path strings out.
 * Missing is a gap, counts start at nought, partial periods stand apart, and at most seven series are told apart.
 */
import type { TargetMark } from '@/server/domain/targets/target'

export type Cell = Record<string, string | number | boolean | null>

export type Point = {
  /** First local day, YYYY-MM-DD. */
  period: string
  /** Null is "no data". */
  value: number | null
  low?: number | null
  high?: number | null
  /** Cut off by the window or by now. */
  partial?: boolean
  /** Said instead of a value that is not drawn: "22 answers, too few to tell". */
  said?: string
  /** The key fields of the report's row and `field`, for the inspector. */
  cell?: Cell
}

export type Series = { key: string; label: string; colour: string; points: readonly Point[] }
export type Interval = 'day' | 'week' | 'month'
export type Scale = { min: number; max: number; ticks: number[] }
export type Xy = readonly [x: number, y: number]

export const MAX_SERIES = 7

/** 1, 2 or 5 times a power of ten, next above `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10
  return step * power
}

/**
 * Round ticks around the values. `zero` (the default, for counts) starts the axis at nought; without it the axis
 * covers the values only. `whole` forbids ticks between whole numbers. No values give 0–1.
 */
export function niceScale(values: readonly (number | null | undefined)[], options: { zero?: boolean; whole?: boolean; ticks?: number } = {}): Scale {
  const { zero = true, whole = false, ticks: wanted = 4 } = options
  const present = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
  let low = Math.min(...present, ...(zero || present.length === 0 ? [0] : []))
  let high = Math.max(...present, ...(zero || present.length === 0 ? [0] : []))
  if (high - low < 1e-12) {
    // One value without nought, or nought alone: room of its own size around or above it.
    const room = Math.abs(high) < 1e-12 ? 1 : Math.abs(high)
    high += room
    if (!zero && present.length > 0) low -= room
  }
  // Of the round steps that give about as many ticks, the one that wastes the least room.
  const fits = [wanted, wanted + 1, wanted + 2].map((count) => {
    const step = Math.max(niceStep((high - low) / count), whole ? 1 : 0)
    const first = Math.floor(low / step + 1e-9)
    const last = Math.ceil(high / step - 1e-9)
    return { step, first, last, room: (last - first) * step }
  })
  const { step, first, last } = fits.reduce((best, next) => (next.room < best.room * (1 - 1e-9) ? next : best))
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
  return { min: ticks[0] ?? 0, max: ticks.at(-1) ?? 1, ticks }
}

/** Where a value stands between two pixels. */
export function project(scale: { min: number; max: number }, from: number, to: number): (value: number) => number {
  const span = scale.max - scale.min || 1
  return (value) => from + ((value - scale.min) / span) * (to - from)
}

/** Every period from first to last, so that one nobody has a row for becomes a gap. */
export function everyPeriod(first: string, last: string, interval: Interval): string[] {
  const periods: string[] = []
  const at = new Date(`${first}T00:00:00Z`)
  for (let day = first; day <= last; day = at.toISOString().slice(0, 10)) {
    periods.push(day)
    if (interval === 'month') at.setUTCMonth(at.getUTCMonth() + 1, 1)
    else at.setUTCDate(at.getUTCDate() + (interval === 'week' ? 7 : 1))
  }
  return periods
}

/** The periods several series span together. */
export function periodsOf(series: readonly Pick<Series, 'points'>[], interval: Interval): string[] {
  const all = series.flatMap((one) => one.points.map((point) => point.period)).sort()
  const [first, last] = [all[0], all.at(-1)]
  if (first === undefined || last === undefined) return []
  const regular = everyPeriod(first, last, interval)
  // A first or last period may be cut off and begin on another day: keep what the report said.
  return [...new Set([...regular, ...all])].sort()
}

/** Values in the order of `periods`; where there is no row, null. */
export function align(points: readonly Point[], periods: readonly string[]): (Point | null)[] {
  const byPeriod = new Map(points.map((point) => [point.period, point]))
  return periods.map((period) => byPeriod.get(period) ?? null)
}

/** Runs of indices without a gap. A single point is a run of one and is drawn as a dot. */
export function runs(present: readonly boolean[]): number[][] {
  const found: number[][] = []
  present.forEach((here, index) => {
    if (!here) return
    const current = found.at(-1)
    if (current && current.at(-1) === index - 1) current.push(index)
    else found.push([index])
  })
  return found
}

/**
 * The runs of whole periods, which are joined by a line, and the cut-off ones, which stand apart as hollow marks, on pages
 * and walls alike: a line to a month of one day would be read as a fall, whether it counts or compares.
 */
export function splitPartial(points: readonly (Point | null)[]): { whole: number[][]; partial: number[] } {
  const here = points.map((point) => point !== null && point.value !== null)
  const partial = points.map((point) => point?.partial === true)
  return { whole: runs(here.map((present, index) => present && !partial[index])), partial: here.flatMap((present, index) => (present && partial[index] ? [index] : [])) }
}

const round = (value: number) => Math.round(value * 10) / 10

export function linePath(points: readonly Xy[]): string {
  return points.map(([x, y], index) => `${index ? 'L' : 'M'}${round(x)} ${round(y)}`).join('')
}

/** The target through time: each decision from its day on, none before the first; the last period has what holds now. */
export function targetPath(target: Pick<TargetMark, 'value' | 'steps'>, periods: readonly string[], x: (index: number) => number, y: (value: number) => number): string {
  const half = (x(1) - x(0)) / 2 || 8
  // Past the first and the last period are the axis and the names; of one period alone it is a short dash.
  const [first, last] = periods.length > 1 ? [x(0), x(periods.length - 1)] : [0, Infinity]
  return periods.flatMap((period, index) => {
    const value = index === periods.length - 1 ? target.value : target.steps.findLast((step) => step.from <= period)?.value
    return value === null || value === undefined ? [] : [`M${round(Math.max(first, x(index) - half))} ${round(y(value))}H${round(Math.min(last, x(index) + half))}`]
  }).join('')
}

/** Where the name of a target may begin, so that it stands by the piece of its line that is drawn last; never so far right that it would not fit. */
export function targetLeft(target: Pick<TargetMark, 'steps'>, periods: readonly string[], x: (index: number) => number, { left, right, width }: { left: number; right: number; width: number }): number {
  const now = target.steps.at(-1)
  const begins = now ? periods.findIndex((period) => period >= now.from) : 0
  // Decided within the last period that is drawn, it is drawn there alone.
  return Math.max(left, Math.min(x(begins < 0 ? periods.length - 1 : begins), right - width))
}

/** Between an upper and a lower edge, both from left to right. */
export function bandPath(upper: readonly Xy[], lower: readonly Xy[]): string {
  return upper.length === 0 ? '' : `${linePath(upper)}${linePath([...lower].reverse()).replace('M', 'L')}Z`
}

/** A step curve holds its value until the next event: S(t) of a survival estimate. */
export function steps(points: readonly Xy[]): Xy[] {
  return points.flatMap((point, index): Xy[] => {
    const before = points[index - 1]
    return before ? [[point[0], before[1]], point] : [point]
  })
}

/**
 * At most seven series: the six largest and, when they can be added (`additive`), the rest as "Other".
 * A period in which none of the rest has data stays a gap. Only the chart does this; rows keep every key.
 */
export function atMostSeven(series: readonly Series[], additive: boolean, otherColour: string): { series: Series[]; hidden: number } {
  if (series.length <= MAX_SERIES) return { series: [...series], hidden: 0 }
  const size = (one: Series) => one.points.reduce((sum, point) => sum + Math.abs(point.value ?? 0), 0)
  const kept = new Set([...series].sort((a, b) => size(b) - size(a)).slice(0, additive ? MAX_SERIES - 1 : MAX_SERIES))
  const rest = series.filter((one) => !kept.has(one))
  const shown = series.filter((one) => kept.has(one))
  if (!additive) return { series: shown, hidden: rest.length }
  const periods = [...new Set(rest.flatMap((one) => one.points.map((point) => point.period)))].sort()
  const points = periods.map((period): Point => {
    const here = rest.flatMap((one) => one.points.filter((point) => point.period === period && point.value !== null))
    const value = here.length === 0 ? null : here.reduce((sum, point) => sum + (point.value ?? 0), 0)
    return { period, value, partial: here.some((point) => point.partial) }
  })
  return { series: [...shown, { key: 'other', label: `Other (${rest.length})`, colour: otherColour, points }], hidden: 0 }
}

/**
 * Moves labels of one height apart as little as possible, in their order, within [min, max]: overlapping neighbours
 * are pooled around their common mean (pool adjacent violators, so the squared moves are the least). Wants are centres.
 */
export function placeLabels(wanted: readonly number[], height: number, min: number, max: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b)
  type Pool = { sum: number; members: number[] }
  const mean = (pool: Pool) => pool.sum / pool.members.length
  const pools: Pool[] = []
  order.forEach((member, rank) => {
    // Each label's want less the room of those above it: then "apart" is just "ascending".
    let pool: Pool = { sum: (wanted[member] ?? 0) - rank * height, members: [member] }
    for (let last = pools.at(-1); last && mean(last) > mean(pool); last = pools.at(-1)) {
      pools.pop()
      pool = { sum: last.sum + pool.sum, members: [...last.members, ...pool.members] }
    }
    pools.push(pool)
  })
  const top = min + height / 2
  const bottom = Math.max(top, max - height / 2 - (wanted.length - 1) * height)
  const placed = new Array<number>(wanted.length).fill(0)
  let rank = 0
  for (const pool of pools) {
    const start = Math.min(bottom, Math.max(top, mean(pool)))
    for (const member of pool.members) placed[member] = start + rank++ * height
  }
  return placed
}

/** Indices of about as many periods as fit, evenly spaced and always the same way round: month axes prefer Januaries. */
export function axisTicks(periods: readonly string[], interval: Interval, room: number): number[] {
  if (periods.length === 0 || room < 1) return []
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => periods.length / step <= room) ?? Math.ceil(periods.length / room)
  if (interval !== 'month') {
    const step = Math.ceil(periods.length / room)
    return periods.flatMap((_, index) => (index % step === 0 ? [index] : []))
  }
  return periods.flatMap((period, index) => {
    const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1
    return months % every === 0 ? [index] : []
  })
}

/**
 * The axis of a survival curve. Where nobody's interval comes below a half it begins above nought, or all curves would lie
 * on each other at the top; whoever draws it says so.
 */
export function survivalScale(lowest: number): Scale {
  const step = lowest <= 0.5 ? 0.25 : ([0.01, 0.02, 0.05].find((candidate) => (1 - lowest) / candidate <= 5) ?? 0.1)
  const from = lowest <= 0.5 ? 0 : Math.min(Math.floor(lowest / step + 1e-9), Math.round(1 / step) - 1)
  const ticks = Array.from({ length: Math.round(1 / step) - from + 1 }, (_, index) => Math.round((from + index) * step * 100) / 100)
  return { min: ticks[0] ?? 0, max: 1, ticks }
}

/** Elapsed units on an axis, in steps people count in: dozens of months, quarters of weeks. */
export function elapsedTicks(end: number, unit: string, room: number): number[] {
  const steps = unit.startsWith('month') ? [1, 2, 3, 6, 12, 24, 36, 60, 120] : unit.startsWith('week') ? [1, 2, 4, 8, 13, 26, 52, 104] : [1, 7, 14, 30, 60, 90, 180, 365]
  const step = steps.find((candidate) => end / candidate <= room) ?? niceStep(end / room)
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}

/** Rough width of a text in the interface's font, in pixels; errs on the wide side. */
export const textWidth = (text: string, size = 12) => text.length * size * 0.56

/** A label on two lines, parted between words, where one is too narrow for it; what fits neither way is cut. */
export function inTwo(text: string, width: number, size = 12): string[] {
  if (textWidth(text, size) <= width) return [text]
  const spaces = [...text.matchAll(/ /gu)].map(({ index }) => index)
  const at = spaces.findLast((index) => textWidth(text.slice(0, index), size) <= width)
  return at === undefined ? [fit(text, width, size)] : [text.slice(0, at), fit(text.slice(at + 1), width, size)]
}

/** Cuts with an ellipsis to what fits into `width` pixels. */
export function fit(text: string, width: number, size = 12): string {
  const room = Math.floor(width / (size * 0.56))
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`
}
