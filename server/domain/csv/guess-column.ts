import { readNumber } from '../mapping/number'
import { sniffTimeFormat } from '../time/sniff-time-format'

/** What a column seems to hold, from its name and samples. */
export type ColumnGuess =
  | { kind: 'empty' }
  | { kind: 'time'; format: string | undefined; ambiguous: boolean; alternatives: string[] }
  | { kind: 'number'; integer: boolean; min: number; max: number }
  /** Few values that keep coming back, most frequent first. */
  | { kind: 'enum'; values: string[] }
  /** Names something. `unique`: no value came twice. */
  | { kind: 'id'; unique: boolean }
  | { kind: 'text' }

const ID_NAME = /(^|[^a-z])(id|no|nr|num|number|ref|reference|key|uuid|guid|hash|code)$|[a-z](Id|ID|No|Ref)$/
const TIME_NAME = /time|date|stamp|epoch|(^|[^a-z])(at|on|ts|when)$/i
const MOST_ENUM = 25

export const isPlainNumber = (text: string): boolean => readNumber(text).ok

/** `name` may be ''. Blank samples are ignored. */
export function guessColumn(name: string, samples: readonly string[]): ColumnGuess {
  const texts = samples.map((text) => text.trim()).filter((text) => text !== '')
  if (texts.length === 0) return { kind: 'empty' }
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const idName = ID_NAME.test(name) || ID_NAME.test(name.toLowerCase())
  const unique = counts.size === texts.length
  if (!idName) {
    const time = sniffTimeFormat(texts, { allowUnix: TIME_NAME.test(name) })
    if (time) return { kind: 'time', format: time.format, ambiguous: time.ambiguous, alternatives: time.alternatives }
  }
  const numbers = texts.map((text) => readNumber(text))
  const read = numbers.flatMap((number) => (number.ok ? [number.value] : []))
  if (read.length >= texts.length * 0.95 && !idName && !texts.some((text) => /^0\d/.test(text))) {
    return { kind: 'number', integer: read.every(Number.isInteger), min: Math.min(...read), max: Math.max(...read) }
  }
  if (idName) return { kind: 'id', unique }
  if (!unique && counts.size <= MOST_ENUM && counts.size <= Math.max(2, texts.length / 3)) {
    return { kind: 'enum', values: [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value) }
  }
  const token = texts.every((text) => text.length <= 64 && !/\s/.test(text) && /\d/.test(text))
  return token ? { kind: 'id', unique } : { kind: 'text' }
}
