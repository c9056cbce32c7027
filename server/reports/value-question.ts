import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { dayInWords } from '../domain/time/day-in-words'
import { addDays, daysBetween, isLocalDay, type LocalDay } from '../domain/time/local-day'
import { invalid } from '../errors'
import { windowParameters } from '../schemas/report-parameters'
import type { Asked } from './report'
import { noteLeftOut } from './value'
import { HORIZON_WEEKS, knownUntil, VALUE_MODELS, type Prospect } from './value-predictions'

const share = z.coerce.number<number | string>()

/** Parameters of everything about predicted value. */
export const valueParameters = {
  from: windowParameters.from.describe('Changes nothing here: histories begin with their first purchase.'), to: windowParameters.to,
  model: z.enum(VALUE_MODELS).optional().describe('bg_nbd, pareto_nbd (customers without a contract), gamma_gamma (what they spend) or sbg (customers under contract); without it, the one that fits the organisation.'),
  calibration_end: z.string().refine(isLocalDay, 'must be a day such as 2026-03-31').meta({ format: 'date' }).optional().describe('Records from this local day on are not used to fit.'),
  horizon_weeks: z.coerce.number<number | string>().int().min(1).max(1040).optional().describe(`Weeks to look ahead; ${HORIZON_WEEKS} without it.`),
  discount_rate: share.min(0).max(1).optional().describe('Per year; without it, the organisation’s.'),
  margin: share.gt(0).max(1).optional().describe('Share of an amount that is margin; without it, the organisation’s.'),
} as const

/** Of reports that only the models of purchases can answer. */
export const countModel = z.enum(['bg_nbd', 'pareto_nbd']).optional().describe('bg_nbd or pareto_nbd; bg_nbd without it.')

const given = z.object(valueParameters)
export type ValueQuestion = Asked<z.output<typeof given>>

/** What is asked of the models: over everything known, or up to calibration_end. Says what is assumed. */
export async function prospectOf(asked: ValueQuestion): Promise<Prospect> {
  const { ctx, parameters, window, note } = asked
  const end = await endOf(asked)
  const terms = { horizonWeeks: parameters.horizon_weeks ?? HORIZON_WEEKS, margin: parameters.margin ?? ctx.org.margin, discountRate: parameters.discount_rate ?? ctx.org.discountRate }
  note(`Expected over the ${terms.horizonWeeks} weeks from ${dayInWords(end)}; money a year away is worth ${percent(terms.discountRate)} less today.${terms.margin === 1 ? ` Amounts count whole as margin${parameters.margin === undefined ? ': no margin is set' : ''}.` : ` ${percent(terms.margin)} of an amount is margin.`}`)
  await noteLeftOut(asked, window.first ?? end, end)
  return { model: parameters.model ?? null, end, terms }
}

/** The day from which nothing is used: calibration_end, else `to`, else the day after the last one anything is known of. A stated day before the first record is refused. */
export async function endOf({ ctx, tx, parameters, window, note }: Pick<Asked<{ to?: string; calibration_end?: string }>, 'ctx' | 'tx' | 'parameters' | 'window' | 'note'>): Promise<LocalDay> {
  const known = parameters.to ? window.to : await knownUntil(tx, ctx, window)
  const end = parameters.calibration_end ?? known
  noteSilence(note, end, known)
  requirePast(end, addDays(window.today, 1))
  if (parameters.calibration_end !== undefined) {
    const found = await tx.execute<{ first: LocalDay | null }>(sql`
      select to_char(least((select min(day) from transactions where organisation_id = ${ctx.org.id}), (select min(start_day) from spells where organisation_id = ${ctx.org.id}), (select min(from_day) from customer_values where organisation_id = ${ctx.org.id})), 'YYYY-MM-DD') as first`)
    requireAfter(end, found.rows[0]?.first ?? null)
  }
  return end
}

/** Weeks a holdout takes of a history without a stated calibration_end: the last third, up to a year; none under four. */
const LEAST_HOLDOUT = 4
const MOST_HOLDOUT = 52

export type Check = { /** First day any history begins. */ start: LocalDay; end: LocalDay; to: LocalDay }

/** Calibration and holdout of a fit: to calibration_end, else all but the last third. Null without a purchase or relationship. */
export async function checkOf(asked: ValueQuestion, contract: boolean): Promise<Check | null> {
  const { ctx, tx, parameters, window } = asked
  const found = await tx.execute<{ first: LocalDay | null }>(contract
    ? sql`select to_char(min(start_day), 'YYYY-MM-DD') as first from spells where organisation_id = ${ctx.org.id}`
    : sql`select to_char(min(day), 'YYYY-MM-DD') as first from transactions where organisation_id = ${ctx.org.id} and amount >= 0 and currency = ${ctx.org.currency}`)
  const start = found.rows[0]?.first
  const known = parameters.to ? window.to : await knownUntil(tx, ctx, window)
  if (!start || start >= known) return null
  const thirds = Math.min(MOST_HOLDOUT, Math.floor(daysBetween(start, known) / 21))
  const end = parameters.calibration_end ?? (thirds < LEAST_HOLDOUT ? known : addDays(known, -7 * thirds))
  requirePast(end, addDays(window.today, 1))
  requireAfter(end, start)
  noteSilence(asked.note, end, known)
  const asLong = parameters.horizon_weeks === undefined ? known : addDays(end, 7 * parameters.horizon_weeks)
  const to = asLong < known ? asLong : known
  return { start, end, to: to < end ? end : to }
}

/** What is not recorded looks like customers who stay away: a stated end beyond the record is allowed, and said. */
function noteSilence(note: (text: string) => void, end: LocalDay, known: LocalDay): void {
  const weeks = Math.floor(daysBetween(known, end) / 7)
  if (weeks > 0) note(`Records end before ${dayInWords(known)}: the ${weeks.toLocaleString('en')} ${weeks === 1 ? 'week' : 'weeks'} without any up to calibration_end ${weeks === 1 ? 'is' : 'are'} taken for customers’ silence.`)
}

function requirePast(end: LocalDay, tomorrow: LocalDay): void {
  if (end > tomorrow) throw invalid('calibration_end: lies in the future.', [{ field: 'calibration_end', reason: 'lies in the future' }])
}

function requireAfter(end: LocalDay, first: LocalDay | null): void {
  if (first !== null && end <= first) throw invalid(`calibration_end: nothing is known before ${dayInWords(end)}; the first purchase or relationship is of ${dayInWords(first)}.`, [{ field: 'calibration_end', reason: `must be after ${first}, the first day of any purchase or relationship` }])
}

const percent = (fraction: number) => `${Math.round(fraction * 1000) / 10} %`
