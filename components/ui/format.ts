/**
 * House style for figures and dates. Pure: locale and zone are arguments, never the machine's.
 * Ranges take an en dash, a figure keeps its unit with a no-break space, a minus is a minus sign.
 */
export const LOCALE = 'en-GB'
const NB = '\u00a0'
const THIN = '\u202f'
export const EN_DASH = '–'
const MINUS = '−'

/** Below this many a share is written as counts (METRICS §2). */
export const SMALL_N = 30

const minus = (text: string) => text.replace('-', MINUS)
const cache = new Map<string, Intl.NumberFormat>()

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  const found = cache.get(key) ?? new Intl.NumberFormat(locale, options)
  cache.set(key, found)
  return found
}

/** "12,400". `null` is "no data", never 0. */
export function formatCount(value: number | null | undefined, locale = LOCALE): string {
  return value === null || value === undefined ? 'no data' : minus(numberFormat(locale, { maximumFractionDigits: 0 }).format(value))
}

/** "1.3 M" for axes and narrow places; three significant digits at most. `scale`, the largest of an axis, picks one unit for all its ticks. */
export function formatCompact(value: number, scale = value, locale = LOCALE): string {
  const size = Math.abs(scale)
  if (value === 0) return '0'
  if (size < 10_000) return minus(numberFormat(locale, { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }).format(value))
  const [divisor, unit] = size >= 1e9 ? [1e9, 'bn'] : size >= 1e6 ? [1e6, 'm'] : [1e3, 'k']
  return minus(numberFormat(locale, { maximumSignificantDigits: 3 }).format(value / divisor)) + THIN + unit
}

/** "4.27": at most `digits` decimals, none that are zero. */
export function formatNumber(value: number | null | undefined, digits = 2, locale = LOCALE): string {
  return value === null || value === undefined ? 'no data' : minus(numberFormat(locale, { maximumFractionDigits: digits }).format(value))
}

/** "4.270": always so many decimals, for what a test is read by. */
export function formatFixed(value: number | null | undefined, digits = 3, locale = LOCALE): string {
  if (value === null || value === undefined) return 'no data'
  return minus(numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' }).format(value))
}

/** A fraction as a percentage, "3.9 %"; one decimal under 10 %, else none; "under 0.1 %" for next to nothing, "over 99.9 %" for nearly all: nought and a hundred are said only of none and all. For a share with its counts use formatShare. */
export function formatShareOf(fraction: number | null | undefined, locale = LOCALE): string {
  if (fraction === null || fraction === undefined || !Number.isFinite(fraction)) return 'no data'
  const percent = fraction * 100
  // "0.0 %" would say none; some is what it is.
  if (percent > 0 && percent < 0.05) return `under 0.1${THIN}%`
  // And "100 %" would say all: nearly all is what it is.
  if (percent < 100 && percent >= 99.95) return `over 99.9${THIN}%`
  const digits = (percent !== 0 && Math.abs(percent) < 9.95) || (percent > 99.5 - 1e-9 && percent < 100) ? 1 : 0
  return minus(numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(percent)) + THIN + '%'
}

/** k of n. From 30 on "3.9 % (12 of 310)"; below, "3 of 8" and no percentage; of none, "no data". */
export function formatShare(k: number, n: number, locale = LOCALE): string {
  if (n === 0) return 'no data'
  const counts = `${formatCount(k, locale)} of ${formatCount(n, locale)}`
  return n < SMALL_N ? counts : `${formatShareOf(k / n, locale)} (${counts})`
}

/** Between a share and what it is of: "27 % (…) of issues were settled", but "3 of 8 issues were settled". */
export const ofThose = (n: number): string => (n < SMALL_N ? ' ' : ' of ')

/** Only the figure of a share for a dense table: "3.9 %", or "3 of 8" below 30. */
export function formatRate(k: number, n: number, locale = LOCALE): string {
  return n >= SMALL_N ? formatShareOf(k / n, locale) : formatShare(k, n, locale)
}

/** "2–7"; a bound with a sign takes words, "−2 to 7" and "+2 to +7", because a dash beside a sign cannot be read. Both bounds to as many decimals. */
export function formatInterval(low: number, high: number, format: (value: number) => string = (value) => formatNumber(value)): string {
  const said = [format(low), format(high)]
  // A number's noughts are left out at its end: not here, where it stands beside one that has them.
  const places = Math.max(...said.map((text) => NUMBER.exec(text)?.[2]?.length ?? 0))
  const [from = '', to = ''] = said.map((text) => text.replace(NUMBER, (_, whole: string, decimals = '', unit = '') => `${whole}${places > 0 ? `.${String(decimals).padEnd(places, '0')}` : ''}${String(unit).replace(' ', NB)}`))
  return low < 0 || high < 0 || to.startsWith('+') ? `${from} to ${to}` : `${from}${EN_DASH}${to}`
}

/** A bare number, with its unit in words at most: neither money nor a percentage, which choose their decimals by size. */
const NUMBER = /^([+−]?\d[\d,]*)(?:\.(\d+))?( [a-z]+)?$/

/**
 * "3.1–4.9 %": fractions in, the unit once. As formatShareOf, nought and a hundred are said only of none and all, and no
 * bound is rounded past the share it belongs to.
 */
export function formatShareInterval(low: number, high: number, locale = LOCALE): string {
  const nearAll = high > 0.995 && high < 1
  const digits = Math.abs(high) < 0.0995 || nearAll || (low > 0.995 && low < 1) ? 1 : 0
  const figure = (value: number) => {
    const percent = value * 100
    if (percent > 0 && percent < 0.5 / 10 ** digits) return `under ${digits === 1 ? '0.1' : '1'}`
    if (percent >= 99.95 && percent < 100) return 'over 99.9'
    // Below 99.5 % the share itself is said without decimals.
    const shown = nearAll && value === low && percent < 99.5 ? Math.min(percent, Math.round(percent)) : percent
    return minus(numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(shown))
  }
  const [from, to] = [figure(low), figure(high)]
  const words = low < 0 || /[a-z]/.test(from + to)
  return (from === to ? from : words ? `${from} to ${to}` : `${from}${EN_DASH}${to}`) + THIN + '%'
}

/** A change with its sign: "+12", "−3", "0". */
export function formatChange(value: number, digits = 0, locale = LOCALE): string {
  return minus(numberFormat(locale, { maximumFractionDigits: digits, signDisplay: 'exceptZero' }).format(value))
}

/** Difference of two shares in points, always to one decimal: "+1.4 pts", "−2.0 pts". */
export function formatPoints(fraction: number, locale = LOCALE): string {
  return pointsOf(fraction, locale) + NB + 'pts'
}

/** Its interval, to as many decimals: "−5.2 to +1.5". */
export const formatPointsInterval = (low: number, high: number, locale = LOCALE): string => `${pointsOf(low, locale)} to ${pointsOf(high, locale)}`

const pointsOf = (fraction: number, locale: string) => minus(numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(fraction * 100))

/** Money in major units, as a number or a decimal string ("1234.50"), with its ISO currency. */
export function formatMoney(amount: number | string | null | undefined, currency: string, options: { cents?: boolean; locale?: string } = {}): string {
  if (amount === null || amount === undefined || amount === '') return 'no data'
  const value = Number(amount)
  const cents = options.cents ?? Math.abs(value) < 1000
  const digits = cents ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 }
  return minus(numberFormat(options.locale ?? LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits }).format(value))
}

/** Seconds as people say them: "40 s", "12 min", "3 h 20 min", "4 days". */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return 'no data'
  const total = Math.round(seconds)
  if (total < 60) return `${total}${NB}s`
  const minutes = Math.round(total / 60)
  if (minutes < 60) return `${minutes}${NB}min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 ? `${hours}${NB}h ${minutes % 60}${NB}min` : `${hours}${NB}h`
  return `${Math.round(hours / 24)}${NB}days`
}
