import type { SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { Tx } from '@/db/client'
import type { PlanInterval } from '@/db/vocabulary'
import type { OrgCtx } from '../context'
import type { LocalDay } from '../domain/time/local-day'
import type { Split } from './split'

/**
 * A report is a question with a written definition and a table as its answer: one file in server/reports declares
 * everything, and from the declaration come the chart's query, the definition beside the number, the rows behind any
 * cell, REST as JSON and CSV, the OpenAPI entry, a slide, a measure and an alert's condition.
 */

/** Whom or what a cell counts. Each has one alias in SQL: i, c, t, m, pr, iss (server/reports/populations.ts). */
export type Noun = 'interaction' | 'customer' | 'transaction' | 'moment' | 'response' | 'promise' | 'issue' | 'import'

/** The rows behind a cell: `where` over the noun's alias; they add up to the cell's field `field`. */
export type Population = { of: Noun; where: SQL; field: string }

/** One cell of an answer: the fields that identify its row, and the figure asked about. */
export type Cell = { row: Record<string, string>; field: string }

/** Half-open window of local days, resolved by the framework from `from`, `to` and the data. */
export type Window = {
  from: LocalDay
  to: LocalDay
  /** Local day of `now`. */
  today: LocalDay
  /** Newest and first day any record is about; null without records. */
  newest: LocalDay | null
  first: LocalDay | null
  /** Like `newest`, future-dated records included (they are counted by no report until their day). */
  last: LocalDay | null
}

/** What a report's functions are given. */
export type Asked<P> = {
  ctx: OrgCtx
  tx: Tx
  parameters: P
  window: Window
  split: Split
  /** Only the rows are looked at (a plan's measure, period by period): what is said beside them can be left out. */
  rowsOnly?: true
  /** Remarks the reader must see: what was left out, how a figure is defined here. */
  note(text: string): void
  /** Says that figures are incomplete (a late source, effects still being settled): never low. */
  incomplete(text: string): void
}

export type Statistics = Record<string, number | string | null>
export type Answer<Row> = { rows: Row[]; statistics?: Statistics }

export type Draw = 'line' | 'bars' | 'stacked' | 'survival' | 'cohort' | 'table' | 'sentences' | 'big_number'

export const UNITS = ['count', 'share', 'money', 'number', 'days', 'hours', 'minutes', 'points', 'years'] as const
export type Unit = (typeof UNITS)[number]

/** How a person reads one numeric field: the inspector and the formatter take it from here. */
export type Figure<F extends string = string> = {
  label: string
  unit: Unit
  /** For a share or ratio: the fields it divides; its drill-down shows the numerator's rows. */
  numerator?: F
  denominator?: F
  /** Ends of its 95 % interval. */
  low?: F
  high?: F
  /** How many it rests on, where that is not the denominator. */
  n?: F
  /** Of a count: the field of the whole that it is a part of. */
  of?: F
  /** Another share of the same part that this one is read against: it stands beside its bars. */
  beside?: F
  /** By the value of a cell's one key, `total` where it has none: the figure of that part in words that can be read after its number, where part and label together cannot. */
  spoken?: Readonly<Record<string, string>>
}

export type Report<P extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> = {
  name: string
  title: string
  /** The definition as METRICS has it, in words that stand beside the number. */
  definition: string
  parameters: P
  row: R
  /** The row fields that identify a row; a cell is asked for by these. */
  keys: readonly (keyof z.output<R> & string)[]
  /** Every numeric field a person may meet. */
  figures: { [F in keyof z.output<R> & string]?: Figure<keyof z.output<R> & string> }
  answer(asked: Asked<z.output<P>>): Promise<Answer<z.output<R>>>
  /**
   * The rows of every period in a window of whole ones, each as `answer` says them of that period alone, but read at once: for
   * those that would put their records in order again for every period.
   */
  byPeriod?(asked: Asked<z.output<P>>, interval: PlanInterval): Promise<(z.output<R> & { period: LocalDay })[]>
  /** The one description of whom a cell counts, for the drill-down; null where a figure has no rows behind it. */
  population?(asked: Asked<z.output<P>>, cell: Cell): Promise<Population | null> | Population | null
  /** What it says of a row that is not there, by the statistics of an answer: nobody did that, of how many; null where nothing can be said. A comparison needs it where a missing row is a nought, not a gap. */
  absent?(statistics: Statistics): { [F in keyof z.output<R> & string]?: z.output<R>[F] } | null
  draw: Draw
  /** Figures of one row that its page draws side by side, in their order: how the report as a whole is drawn elsewhere too. */
  sideBySide?: { cell: Partial<Record<keyof z.output<R> & string, string>>; fields: readonly (keyof z.output<R> & string)[] }
  /** Keys whose values have an order of their own (once, twice, three times): drawn in that of its rows, not by size. */
  ordered?: readonly (keyof z.output<R> & string)[]
  /** Rows that are sums of its other ones, and how much they grew: the fields of their counts at both ends, of how many years lie between and of the growth a year, and the first days of the periods they compare, each of `period_months` (a statistic). Elsewhere they are drawn beside each other, never beside what they are made of. */
  sums?: { rows: readonly string[]; start: keyof z.output<R> & string; end: keyof z.output<R> & string; years: keyof z.output<R> & string; growth: keyof z.output<R> & string; first: keyof z.output<R> & string; last: keyof z.output<R> & string }
  /** It is about this moment, whatever window it is read with: none is shown beside its figures. */
  ofNow?: boolean
  /** It reads what reaches further back than the records do (relationships, by their dates): a comparison with a time before the first record stands. */
  beforeRecords?: true
  /** The one kind of records it counts: a comparison begins with the first of them, not with the first of any kind. */
  counts?: 'interaction'
  /**
   * Days after a period until what a figure says of it is final, where it tells what became of customers after something: what
   * happened in the last of them is not known yet.
   */
  ripens?(field: string, org: Pick<OrgCtx['org'], 'effectWindowDays'>): number
  /** It goes by the value tiers though nobody asked for a segment. */
  tiers?: true
  /** Some rows depend on who asks (one's own promises): an answer is shared with nobody else. */
  personal?: true
  /**
   * Joins records rather than roll-ups. The embedded engine has hardly any statistics and would take thousands of rows for a
   * few: kept from nested loops, such a report takes a fifth of the time there.
   */
  joinsRecords?: true
  /** Why it does not tell apart what others do; the answer says so where it is asked to. A sentence's end, without a full stop. */
  whole?: string
  /** Figures that stand beside what was expected of them: the fields of the range. An alert can wait for one to leave it. */
  usual?: { [F in keyof z.output<R> & string]?: { low: keyof z.output<R> & string; high: keyof z.output<R> & string } }
  /** The field that can be a target, a plan's measure or an alert's condition, and which way is better. */
  measure?: { field: keyof z.output<R> & string; better: 'higher' | 'lower' }
}

/** Declares a report; only gives the types. */
export function defineReport<P extends z.ZodObject, R extends z.ZodObject>(report: Report<P, R>): Report<P, R> {
  return report
}
