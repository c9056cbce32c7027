import { SMALLEST_GROUP, type Bar, type Line, type Picture, type Shown, type TrendPoint } from './frame'
import { partKeys, SINGLE_PEOPLE, type Drawn, type Said, type Told, type Wanted } from './told'

/**
 * What is said of few on a wall, in one place. A figure of the whole organisation is nobody’s secret, however small: three
 * promises overdue are three. Of a named part of the customers or employees (a tier, a branch, a team) one to four are not
 * told: passers-by may know who they are. Nor is a share of which so few are counted, or all but so few: 0.3 % of 342 is one.
 * Nought, all, and five and more, are told of everybody. What two slides tell together nobody weighs: whoever composes a
 * screen sees them side by side.
 */
export type Named = { /** The slide is of one such part. */ whole: boolean; /** It tells such parts apart. */ parts: boolean }

/** Keys of rows that name a part of the customers or employees. Channels, touchpoints and reasons are ours, and nobody’s. */
const PEOPLE: readonly string[] = [...SINGLE_PEOPLE, 'segment', 'tier', 'team']
const BY_PEOPLE = /^(segment|segmentation:.+|attribute:.+|owner|team)$/u
/** Of fewer a percentage says little. */
const ENOUGH = 30
/** Bounds are told in half per cents, which do not tell what they are of. */
const STEPS = 200

export const isSmall = (n: number | null | undefined): boolean => typeof n === 'number' && n > 0 && n < SMALLEST_GROUP

/** A share of which few are counted, or all but few. */
export const isShareOfFew = (numerator: number | null | undefined, denominator: number | null | undefined): boolean =>
  isSmall(numerator) || (typeof numerator === 'number' && typeof denominator === 'number' && isSmall(denominator - numerator))

/** Of whom a slide is, by its parameters, its cell and its report’s own keys. */
export function namedBy(told: Pick<Told, 'keys'>, { parameters }: Pick<Said, 'parameters'>, { cell }: Pick<Wanted, 'cell'>): Named {
  const by = typeof parameters.by === 'string' && BY_PEOPLE.test(parameters.by)
  const people = partKeys(told).filter((key) => PEOPLE.includes(key) || (by && key === 'key'))
  const picked = people.filter((key) => cell[key] !== undefined && cell[key] !== 'total')
  const whole = Boolean(parameters.segment) || Boolean(parameters.attribute) || picked.length > 0
  // A segment is a key of every report that can be split by it: without a split there is none.
  return { whole, parts: whole || people.some((key) => !picked.includes(key) && (key !== 'segment' || by)) }
}

/** Which of these teams may stand on a wall: those that have five or more of what is listed. */
export function manyOf(teams: readonly (string | null)[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const team of teams) if (team !== null) counts.set(team, (counts.get(team) ?? 0) + 1)
  return new Set([...counts].filter(([, n]) => !isSmall(n)).map(([team]) => team))
}

/** A finding that tells how many of a part, where these are few. */
export const isFewFound = (row: Readonly<Record<string, unknown>>): boolean => {
  const of = row.parameters as Readonly<Record<string, unknown>> | undefined
  return Boolean(of?.segment ?? of?.attribute) && typeof row.observed === 'number' && row.observed >= 1 && isSmall(row.observed)
}

/** A picture without what would be told of few; what is left out altogether is counted among the hidden. */
export function withoutSmall({ picture, hidden }: Drawn, { whole, parts }: Named): Drawn {
  const kept = (shown: Shown): Shown => (whole ? masked.figure(shown) : shown)
  const count = (n: number | null): number | null => (whole && isSmall(n) ? null : n)
  switch (picture.kind) {
    case 'expected': return { hidden, picture: { ...picture, soFar: count(picture.soFar), rest: picture.rest && { ...picture.rest, soFar: count(picture.rest.soFar) } } }
    case 'big_number': {
      const shown = kept(picture.shown)
      return {
        hidden,
        picture: {
          ...picture, shown, of: picture.of && count(picture.of.n) !== null ? picture.of : null, beside: picture.beside && { ...picture.beside, shown: kept(picture.beside.shown) },
          trend: whole ? masked.points(picture.shown.unit, picture.trend) : picture.trend,
          // Met or missed says how many, too.
          target: shown.few && picture.target ? { ...picture.target, met: null } : picture.target, parts: parts ? withoutFew(picture.parts, picture.shown) : picture.parts,
        },
      }
    }
    case 'bars': return parts ? { hidden, picture: { ...picture, bars: picture.bars.map(maskedBar) } } : { picture, hidden }
    case 'line': {
      if (!parts) return { hidden, picture }
      // Of several each is a part; one alone is the slide’s whole.
      const secret = whole || picture.lines.length > 1
      const lines = secret ? picture.lines.map((line) => ({ ...line, points: masked.points(picture.unit, line.points) })) : picture.lines
      const judged = picture.judged !== null && lines[0]?.points.find(({ period }) => period === picture.judged)?.value === null
      return { hidden, picture: { ...picture, lines, latest: picture.latest && { ...picture.latest, shown: kept(picture.latest.shown) }, target: judged && picture.target ? { ...picture.target, met: null } : picture.target } }
    }
    case 'stream': return parts && picture.unit === 'count' ? flowingTogether(picture, hidden) : { picture, hidden }
    case 'flow': {
      if (!whole) return { picture, hidden }
      const few = picture.results.flatMap((result) => result.effects.filter(({ n }) => isSmall(n))).length
      return { hidden: hidden + few, picture: { ...picture, results: picture.results.map((result) => ({ ...result, effects: result.effects.filter(({ n }) => !isSmall(n)) })) } }
    }
    case 'at_risk': return whole && isSmall(picture.count) ? { hidden, picture: { ...picture, count: null, value: null, bars: [] } } : { picture, hidden }
    case 'promises': {
      const [overdue, today, later] = [count(picture.overdue), count(picture.today), count(picture.later)]
      // A list of them tells how many there are.
      return { hidden, picture: { ...picture, overdue, today, later, aged: overdue === null ? null : picture.aged, ...(today === null ? { next: [], more: 0 } : {}) } }
    }
    case 'story': return { hidden, picture: { ...picture, count: count(picture.count) } }
    case 'retention': case 'sentence': case 'message': return { picture, hidden }
  }
}

const masked = {
  /**
   * A count of few as “1–4”; a share of few as “under 1.5 %”, or “over 98.5 %”. Not as “1–4 of 342”: beside the 345 of the
   * period before, that would tell how many.
   */
  figure(shown: Shown): Shown {
    const { value, unit, numerator, denominator } = shown
    if (unit === 'count') return isSmall(value) ? { value: null, unit, few: true } : shown
    if (unit !== 'share' || !isShareOfFew(numerator, denominator)) return shown
    if (typeof denominator !== 'number' || denominator < ENOUGH) return { value: null, unit, few: true }
    const most = Math.ceil((SMALLEST_GROUP / denominator) * STEPS) / STEPS
    return { value: null, unit, few: true, bound: isSmall(numerator) ? { is: 'under', share: most } : { is: 'over', share: 1 - most } }
  },
  /** Said to be left out: a bare gap would be taken for a fault. */
  points: (unit: string, points: readonly TrendPoint[]): TrendPoint[] => points.map((point) => ((unit === 'count' ? isSmall(point.value) : point.ofFew) ? { period: point.period, value: null, partial: point.partial, few: true } : point)),
}

/** Parts that add up to a whole that is told: few would be what the others leave of it, so they flow together with them. */
function withoutFew(parts: readonly Bar[], whole: Shown): Bar[] {
  const told = parts.filter((bar) => bar.key !== 'other' && !masked.figure(bar.shown).few).toSorted((a, b) => (b.shown.value ?? 0) - (a.shown.value ?? 0))
  const left = () => (whole.value ?? 0) - told.reduce((sum, bar) => sum + (bar.shown.value ?? 0), 0)
  if (whole.unit !== 'count' || masked.figure(whole).few || told.length === parts.length) return parts.map(maskedBar)
  while (isSmall(left()) && told.length > 0) told.pop()
  return left() > 0 && told.length > 0 ? [...told, { key: 'other', label: 'All others', shown: { value: left(), unit: whole.unit }, tone: 'not_recorded' }] : told
}

const maskedBar = (bar: Bar): Bar => ({ ...bar, shown: masked.figure(bar.shown) })

/** A stream adds up to its whole: parts that are few at some time flow together with the other ones, and where these are few too, not at all. */
function flowingTogether(picture: Extract<Picture, { lines: Line[] }>, hidden: number): Drawn {
  const isFew = (line: Line) => line.points.some(({ value }) => isSmall(value))
  const [few, large] = [picture.lines.filter((line) => line.key === 'other' || isFew(line)), picture.lines.filter((line) => line.key !== 'other' && !isFew(line))]
  if (!few.some(isFew)) return { picture, hidden }
  const periods = [...new Set(few.flatMap(({ points }) => points.map(({ period }) => period)))].toSorted()
  const other: Line = {
    key: 'other', label: few.length > 1 || few[0]?.key === 'other' ? 'Other' : (few[0]?.label ?? ''), tone: 'not_recorded',
    points: periods.map((period) => {
      const all = few.flatMap(({ points }) => points.filter((point) => point.period === period))
      return { period, value: all.reduce((sum, { value }) => sum + (value ?? 0), 0), partial: all.some(({ partial }) => partial) }
    }),
  }
  return isFew(other) ? { hidden: hidden + few.length, picture: { ...picture, lines: large } } : { hidden, picture: { ...picture, lines: [...large, other] } }
}
