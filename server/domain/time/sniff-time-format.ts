import { compileTime } from './parse'

export interface SniffedTime {
  /** For `compileTime`; undefined = ISO 8601. */
  format: string | undefined
  /** Share of the samples that fit, 0 to 1 (at least .9, or nothing is returned). */
  fits: number
  /** Another order of day and month fits equally well: somebody has to say which. */
  ambiguous: boolean
  /** The other formats that fit as well when ambiguous. */
  alternatives: string[]
}

const CLOCKS = ['', ' HH:mm', ' HH:mm:ss', ' H:mm', ' H:mm:ss', ' h:mm a', ' h:mm:ss a', ' HH:mm:ss.SSS', ', HH:mm', ', HH:mm:ss', "'T'HH:mm:ss"]
const DATES = [
  ...['/', '.', '-'].flatMap((s) => [
    `dd${s}MM${s}yyyy`, `MM${s}dd${s}yyyy`, `d${s}M${s}yyyy`, `M${s}d${s}yyyy`,
    `dd${s}MM${s}yy`, `MM${s}dd${s}yy`, `d${s}M${s}yy`, `M${s}d${s}yy`,
  ]),
  'yyyy/MM/dd', 'yyyy/M/d', 'yyyy.MM.dd', 'yyyy-M-d',
  'd MMM yyyy', 'd MMMM yyyy', 'd-MMM-yyyy', 'd-MMM-yy', 'MMM d, yyyy', 'MMMM d, yyyy', 'MMM d yyyy',
]
/** In order of preference among formats that fit equally well. */
const CANDIDATES: (string | undefined)[] = [
  undefined,
  'yyyyMMdd', 'yyyyMMddHHmm', 'yyyyMMddHHmmss',
  ...DATES.flatMap((date) => CLOCKS.map((clock) => date + clock)),
]
const ISO = '(ISO 8601)'

/**
 * The time format that fits samples of a column best (blank ones ignored), or null when none fits nine in ten.
 * Numbers that could be Unix times are taken for such only with `allowUnix`: ten digits are often just an id.
 */
export function sniffTimeFormat(samples: readonly string[], options: { allowUnix?: boolean } = {}): SniffedTime | null {
  const texts = [...new Set(samples.map((text) => text.trim()).filter((text) => text !== ''))].slice(0, 500)
  if (texts.length === 0) return null
  const scored: { format: string | undefined; fits: number }[] = []
  for (const format of [...(options.allowUnix ? unixFormats(texts) : []), ...CANDIDATES]) {
    const compiled = compileTime(format, 'UTC')
    // Nearly every candidate fails at once: a few samples tell.
    if (!compiled.ok || !texts.slice(0, 5).some((text) => compiled.read(text).ok)) continue
    const fits = texts.filter((text) => compiled.read(text).ok).length / texts.length
    if (fits >= 0.9) scored.push({ format, fits })
  }
  const best = scored.reduce<(typeof scored)[number] | null>((a, b) => (a === null || b.fits > a.fits ? b : a), null)
  if (!best) return null
  const alternatives = scored
    .filter((other) => other.fits === best.fits && order(other.format) !== order(best.format))
    .filter((other, i, all) => all.findIndex((one) => order(one.format) === order(other.format)) === i)
    .map((other) => other.format ?? ISO)
  return { format: best.format, fits: best.fits, ambiguous: alternatives.length > 0 && !always(best.format), alternatives }
}

function unixFormats(texts: readonly string[]): string[] {
  if (texts.every((text) => /^\d{9,10}(\.\d+)?$/.test(text))) return ['unix']
  return texts.every((text) => /^\d{12,13}$/.test(text)) ? ['unix_ms'] : []
}

/** Day, month and year in the order a format has them: formats that differ only in padding say the same. */
const order = (format: string | undefined): string =>
  format === undefined ? 'yMd' : (format.match(/y+|M+|d+/g) ?? []).map((part) => part.charAt(0)).join('')

/** ISO 8601 and Unix times come first and leave no choice. */
const always = (format: string | undefined): boolean => format === undefined || format.startsWith('unix')
