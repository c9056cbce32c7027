import type { SlideKind } from '@/db/vocabulary'
import type { TargetMark } from '../targets/target'
import type { Schedule } from './schedule'

/** A figure as it is written: by its unit; a share with its two counts is "3 of 8" below thirty. */
export type Shown = { value: number | null; unit: string; numerator?: number | null; denominator?: number | null; low?: number | null; high?: number | null; /** One to four of a named part: not told (small.ts). */ few?: true; /** Of a share, what it is under or over. */ bound?: { is: 'under' | 'over'; share: number } }
export type TrendPoint = { period: string; value: number | null; low?: number | null; high?: number | null; partial: boolean; /** Left out as it is of one to four: no gap in what is known. */ few?: true; /** A share of which one to four are counted, or all but these: of a named part it is left out. */ ofFew?: true }
/** `tone` names a colour of the wall (a meaning, a channel's kind, a place in a series), never the colour itself. */
export type Line = { key: string; label: string; tone: string; points: TrendPoint[] }
export type Bar = { key: string; label: string; shown: Shown; tone?: string; /** Another share of the same part, and of what it is: “of customers”. */ beside?: { label: string; share: number }; /** Its figure is growth: from which count to which. */ grown?: { from: number; to: number } }

/** What a slide says, ready to be drawn: figures and words, no rows of anybody. */
export type Picture =
  | { kind: 'expected'; what: string; /** null: one to four of a named part. */ soFar: number | null; expected: number | null; low: number | null; high: number | null; days: number; until: string | null; day: string; /** Nothing at all has been recorded on that day yet, of whatever kind, by whomever. */ quiet: boolean; /** Nothing at all has come though so many records are usual by now, at the least; null where that is nothing unusual. */ silent: number | null; /** Where the day is not the wall’s own today: which it is, and why. */ away: string | null; /** Its own feeds that are late, by name. */ without: string | null; /** The same without them; null while none is, or where nothing would be left. */ rest: { soFar: number | null; expected: number | null; low: number | null; high: number | null } | null }
  | { kind: 'big_number'; what: string; shown: Shown; period: string | null; partial: boolean; interval: string | null; trend: TrendPoint[]; target: TargetMark | null; /** The whole period before it, of a sum still growing or a rate. */ beside: { period: string; partial: boolean; shown: Shown } | null; /** Where it is made up, where that is not through time; they add up to it. */ parts: Bar[]; /** The whole that a count is a part of. */ of: { n: number; what: string } | null; /** Nought, and that is good news. */ none: boolean }
  | { kind: 'line' | 'stream'; what: string; unit: string; interval: string; lines: Line[]; target: TargetMark | null; /** The last whole period, by which a line alone is judged; null while there is none, or where lines are several. */ judged: string | null; /** Of a line alone the last whole period with what it is of, as its page names it; null where there is none. */ latest: { period: string; shown: Shown } | null }
  | { kind: 'bars'; what: string; unit: string; bars: Bar[]; more: number; /** Those left out are not smaller: they are of fewer. */ byCases?: true; target: TargetMark | null; /** Of which period they are, where there are several. */ period: { first: string; interval: string; partial: boolean } | null }
  | { kind: 'retention'; /** From what its time is counted: since customers came, or their last purchase; the latter is a probability. Or since they were unhappy: then they wait. */ since: 'came' | 'bought' | 'unhappy'; unit: string; /** After so many units it is said who stayed. */ after: number; groups: { key: string; label: string; tone: string; /** Survival `after` that; null of a curve that begins later, with customers who had stayed so long already. */ stayed: number | null; steps: { t: number; survival: number; low: number | null; high: number | null }[] }[] }
  | { kind: 'flow'; total: number; results: { key: string; label: string; n: number; effects: { key: string; n: number }[] }[] }
  | { kind: 'at_risk'; what: string; value: Shown | null; /** null: one to four of a named part. */ count: number | null; bars: Bar[]; /** The bars are of so many only, those with the most at stake; null: of all. */ among: number | null }
  | { kind: 'promises'; /** null, here and below: one to four of a named part. */ overdue: number | null; /** How many of them are new, and since when the oldest is; null while none is overdue. */ aged: string | null; today: number | null; later: number | null; next: { due: string; text: string | null; team: string | null; /** How many fall due alike. */ n: number }[]; /** Due today and not among `next`. */ more: number }
  | { kind: 'story'; what: string; /** null: one to four of a named part. */ count: number | null; /** In words: "in the last 7 days". */ when: string | null; where: string | null; headline: string; lines: string[] }
  | { kind: 'sentence'; /** Said before all of them: whether all is well; null of `well`: cannot be told. */ answer: { text: string; well: boolean | null } | null; sentences: string[]; more: number; /** What is said without any. */ none: string; well: boolean }
  | { kind: 'message'; text: string }

/** Fewer than this many behind a part: it is left out of the wall. */
export const SMALLEST_GROUP = 5
/** How few are said of a named part of the customers or employees (./small). */
export const FEW = `1–${SMALLEST_GROUP - 1}`

/** One slide as a display receives it. */
export type Frame = {
  id: string
  title: string
  seconds: number
  schedule: Schedule | null
  kind: SlideKind
  /** null: could not be answered; it is passed over. */
  picture: Picture | null
  /** "1 Jan – 31 Mar": half-open window of the local days its figures are of; null where the slide has none. */
  window: { from: string; to: string } | null
  /** Why figures are incomplete, in short; null when they are whole. */
  incomplete: string | null
  /** What is missing has been known for a week: it is said, but no longer as news. */
  known?: true
  /** A feed that has become late, said of every slide with figures; null while none is, or where that is known for long. */
  late: string | null
  /** Parts with fewer than five behind them, left out. */
  hidden: number
}

/** What a display needs besides its slides. */
export type Program = { screen: string; name: string; organisation: string; zone: string; /** The organisation’s zone, in words, where its clock is another than the wall’s: days, and hours of them, are of it. */ days?: string; currency: string; theme: 'dark' | 'light' | 'by_night'; names: boolean; /** "1 Jun 2026, 10:00", where a sample’s time stands; null where time goes on. */ standing: string | null; /** The newest local day with records, where that is more than a week ago. */ silentSince: string | null; /** "1 source late", where one has been for weeks: said once, at the foot. */ late: string | null; /** The display says of which part it is, or is asked to: what is of all says so. */ part?: true }
export type Takeover = { id: string; title: string; text: string; since: string; until: string; /** A rule of all of the organisation raised it. */ whole?: true }
