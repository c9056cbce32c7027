/** Length of the periods of a series. */
export type Interval = "day" | "week" | "month";

/** One period of a series: its first local day, YYYY-MM-DD. Mark holidays in a daily series. */
export type Period = { period: string; holiday?: boolean };

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;

/** Fewest earlier periods from which a range is stated: four of each weekday, a quarter of weeks, a year of months. */
export const MIN_HISTORY: Record<Interval, number> = { day: 28, week: 12, month: 12 };
/** Older periods are left out: a trend over longer than this is no straight line. */
export const MAX_HISTORY: Record<Interval, number> = { day: 182, week: 156, month: 60 };

/** Days since 1970-01-01. Throws a RangeError on anything but a real YYYY-MM-DD. */
export function dayNumber(period: string): number {
  const time = Date.parse(`${period}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(period) || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== period)
    throw new RangeError(`period must be a day as YYYY-MM-DD, got ${period}`);
  return time / DAY_MS;
}

/** Monday = 0 … Sunday = 6. */
export function weekday(period: string): number {
  return (dayNumber(period) + 3) % 7;
}

/** Days in a period that starts on this day; for a month, from that day to its end. */
export function daysIn(interval: Interval, period: string): number {
  if (interval === "day") return 1;
  if (interval === "week") return 7;
  const start = new Date(dayNumber(period) * DAY_MS);
  return (Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) - start.getTime()) / DAY_MS;
}

/**
 * The explanatory columns of a period, fixed by the history given: level, trend, the weekdays that occur in it (daily series), holidays
 * if it has at least three, and one yearly wave once it spans two years (weekly and monthly series).
 */
export function calendarDesign(interval: Interval, history: readonly Period[]): (period: Period) => number[] {
  const days = history.map(({ period }) => dayNumber(period));
  const first = Math.min(...days);
  const span = Math.max(1, Math.max(...days) - first);
  const weekdays = interval === "day" ? [...new Set(history.map(({ period }) => weekday(period)))].sort().slice(1) : [];
  const knowsHolidays = history.filter(({ holiday }) => holiday).length >= 3;
  const knowsYears = interval !== "day" && span >= 2 * YEAR_DAYS - 31;
  return ({ period, holiday }) => {
    const day = dayNumber(period);
    const angle = (2 * Math.PI * day) / YEAR_DAYS;
    return [
      1,
      (day - first) / span - 0.5,
      ...weekdays.map((known) => (weekday(period) === known ? 1 : 0)),
      ...(knowsHolidays ? [holiday ? 1 : 0] : []),
      ...(knowsYears ? [Math.sin(angle), Math.cos(angle)] : []),
    ];
  };
}

/** The earlier periods a range may rest on, oldest first: before the observed one, none of them older than the limit. */
export function comparableHistory<P extends Period>(interval: Interval, history: readonly P[], observed: P): P[] {
  const earlier = history.filter(({ period }) => dayNumber(period) < dayNumber(observed.period));
  const recent = earlier.sort((a, b) => dayNumber(a.period) - dayNumber(b.period)).slice(-MAX_HISTORY[interval]);
  // Fewer than three holidays tell nothing about holidays, and would blur what an ordinary day is.
  return recent.filter(({ holiday }) => holiday).length >= 3 ? recent : recent.filter(({ holiday }) => !holiday);
}
