import { guessColumn, isPlainNumber, type ColumnGuess } from './guess-column'
import { DELIMITERS, rejectsDialect, type Delimiter, type Dialect } from './dialect'
import { Decoder, detectEncoding } from './encoding'
import { RowSplitter } from './split-rows'

export interface SniffedColumn {
  /** As the header has it; '' in a file without one. */
  name: string
  /** 1-based, as a mapping may name it. */
  number: number
  guess: ColumnGuess
}

export interface Sniff {
  dialect: Dialect
  /** Bytes of the byte order mark. */
  bom: number
  columns: SniffedColumn[]
  /** The first data rows, for a preview. */
  rows: string[][]
  /** What somebody should look at: ragged rows, bad quotes, an undecidable order of day and month. */
  warnings: string[]
}

export type SniffResult = { ok: true; sniff: Sniff } | { ok: false; reason: string }

export const SNIFF_BYTES = 65_536
const PREVIEW = 20

/**
 * Guesses how a file is laid out and what its columns hold, from its first bytes (unpacked; up to 64 kB are looked at).
 * `known` fixes what somebody has already said. The whole file is in `head` when it is shorter than SNIFF_BYTES.
 */
export function sniff(head: Uint8Array, known: Partial<Dialect> = {}): SniffResult {
  const bytes = head.subarray(0, SNIFF_BYTES)
  const detected = detectEncoding(bytes)
  if (!detected.ok && known.encoding === undefined) return detected
  const encoding = known.encoding ?? (detected.ok ? detected.encoding : 'utf-8')
  const bom = detected.ok && detected.encoding === encoding ? detected.bom : 0
  const decoder = new Decoder(encoding)
  const text = decoder.push(bytes.subarray(bom))
  const whole = head.length < SNIFF_BYTES
  if (text.trim() === '') return { ok: false, reason: whole ? 'the file is empty' : 'the file begins with 64 kB of nothing' }

  const rejects = rejectsDialect(text.split(/[\r\n]/, 1)[0] ?? '')
  // What is known describes the file the rows first came from, which may have been written otherwise than ours.
  if (rejects && known.encoding !== undefined) return sniff(head, { ...known, encoding: undefined })
  const quote = rejects || known.quote === undefined ? '"' : known.quote
  const fixed = rejects ?? known
  const tried = (fixed.delimiter ? [fixed.delimiter] : DELIMITERS).map((delimiter) => attempt(text, delimiter, quote, whole))
  const best = tried.reduce((a, b) => (b.score > a.score ? b : a))
  const { rows } = best
  if (rows.length === 0) return { ok: false, reason: 'no row can be read: is this a text file with columns?' }

  const header = fixed.header ?? looksLikeHeader(rows)
  const names = header ? (rows[0] ?? []).map((name) => name.trim()) : []
  const data = header ? rows.slice(1) : rows
  const width = names.length || modalWidth(rows)
  const columns = Array.from({ length: width }, (_, i): SniffedColumn => {
    const name = names[i] ?? ''
    return { name, number: i + 1, guess: guessColumn(name, data.map((row) => row[i] ?? '')) }
  })
  const dialect: Dialect = { delimiter: best.delimiter, header, quote: best.delimiter === 'whitespace' ? null : quote, encoding }
  return { ok: true, sniff: { dialect, bom, columns, rows: data.slice(0, PREVIEW), warnings: warn(best, width, columns) } }
}

interface Attempt {
  delimiter: Delimiter
  rows: string[][]
  problems: number
  score: number
}

/** Scores a delimiter by how many columns it gives and how steadily; blanks must beat real delimiters clearly. */
function attempt(text: string, delimiter: Delimiter, quote: string | null, whole: boolean): Attempt {
  const splitter = new RowSplitter({ delimiter, quote })
  const split = splitter.push(text)
  if (whole || split.length === 0) split.push(...splitter.end())
  const rows = split.filter((row) => row.problem === null).map((row) => row.cells)
  const problems = split.length - rows.length
  const width = modalWidth(rows)
  const steady = rows.filter((row) => row.length === width).length / Math.max(1, split.length)
  const weight = delimiter === 'whitespace' ? 0.2 : 1
  return { delimiter, rows, problems, score: width > 1 ? steady ** 3 * Math.min(width, 12) * weight : delimiter === ',' ? 0.1 : 0 }
}

function modalWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0]
}

/**
 * A first row is a header when its cells are distinct words, none of them a number or a time, and either some column
 * below holds numbers or times, or none of its words comes back below.
 */
function looksLikeHeader(rows: readonly string[][]): boolean {
  const first = (rows[0] ?? []).map((cell) => cell.trim())
  const named = first.filter((cell) => cell !== '')
  if (named.length < first.length / 2 || new Set(named).size < named.length) return false
  if (named.some((cell) => isPlainNumber(cell) || guessColumn('', [cell]).kind === 'time')) return false
  const below = rows.slice(1, 200)
  if (below.length === 0) return true
  const typed = first.some((_, i) => ['number', 'time'].includes(guessColumn('', below.map((row) => row[i] ?? '')).kind))
  return typed || first.every((cell, i) => cell === '' || below.every((row) => row[i]?.trim() !== cell))
}

function warn(best: Attempt, width: number, columns: readonly SniffedColumn[]): string[] {
  const warnings: string[] = []
  const ragged = best.rows.filter((row) => row.length !== width).length
  if (ragged > 0) warnings.push(`${ragged} of the first ${best.rows.length} rows do not have ${width} cells`)
  if (best.problems > 0) warnings.push(`${best.problems} of the first rows cannot be read (quotes or bad characters)`)
  for (const { name, number, guess } of columns) {
    if (guess.kind === 'time' && guess.ambiguous) {
      warnings.push(`column ${name || number}: "${guess.format}" and "${guess.alternatives.join('", "')}" fit equally well: say which`)
    }
  }
  return warnings
}
