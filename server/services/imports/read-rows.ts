import { Decoder } from '@/server/domain/csv/encoding'
import type { Dialect } from '@/server/domain/csv/dialect'
import { sniff, SNIFF_BYTES, type Sniff } from '@/server/domain/csv/sniff'
import { RowSplitter, type SplitRow } from '@/server/domain/csv/split-rows'
import { invalid } from '@/server/errors'
import { unpack, UNPACK_LIMITS } from './unpack'

export interface FileRow {
  /** Number of the data row, 1-based, the header and blank lines not counted. */
  row: number
  /** Line of the file on which it starts, 1-based. */
  line: number
  cells: string[]
  /** Why this row cannot be read; the others can. */
  problem: string | null
}

export interface OpenFile {
  sniff: Sniff
  /** null for a file without one. */
  header: string[] | null
  /** Cells that every row should have. */
  width: number
  /** Rows in order, `batchRows` at a time; nothing is read ahead of who asks. Throws `invalid` when the file breaks off. */
  batches: AsyncGenerator<FileRow[], void, undefined>
}

export interface ReadOptions {
  /** What the mapping says; the rest is sniffed. */
  dialect?: Partial<Dialect>
  batchRows?: number
  limits?: typeof UNPACK_LIMITS
}

/**
 * Opens a table of text, packed or not, for reading in constant memory.
 * Throws `invalid` for a file that is empty or no table at all; a bad row is handed out with its problem instead.
 */
export async function openRows(source: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<OpenFile> {
  const bytes = unpack(source, options.limits)
  try {
    const head = await readHead(bytes)
    const result = sniff(head, options.dialect)
    if (!result.ok) throw invalid(`${result.reason.charAt(0).toUpperCase()}${result.reason.slice(1)}.`)
    const rows = splitAll(head.subarray(result.sniff.bom), bytes, result.sniff.dialect)
    const first = await nextRows(rows)
    const header = result.sniff.dialect.header ? takeHeader(first) : null
    const width = header?.length ?? first.find((row) => row.problem === null)?.cells.length ?? 0
    return { sniff: result.sniff, header, width, batches: batch(first, rows, width, options.batchRows ?? 1000) }
  } catch (error) {
    await bytes.return(undefined)
    throw error
  }
}

async function readHead(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  while (size < SNIFF_BYTES) {
    const next = await bytes.next()
    if (next.done) break
    pieces.push(next.value)
    size += next.value.length
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
}

async function* splitAll(head: Uint8Array, bytes: AsyncGenerator<Uint8Array>, dialect: Dialect): AsyncGenerator<SplitRow[], void, undefined> {
  const decoder = new Decoder(dialect.encoding)
  const splitter = new RowSplitter(dialect)
  try {
    yield splitter.push(decoder.push(head))
    for await (const piece of bytes) yield splitter.push(decoder.push(piece))
    yield [...splitter.push(decoder.end()), ...splitter.end()]
  } finally {
    await bytes.return(undefined)
  }
}

/** The next rows, past pieces that complete none. */
async function nextRows(rows: AsyncGenerator<SplitRow[], void, undefined>): Promise<SplitRow[]> {
  for (let next = await rows.next(); !next.done; next = await rows.next()) if (next.value.length > 0) return next.value
  throw invalid('The file is empty.')
}

function takeHeader(rows: SplitRow[]): string[] {
  const first = rows.shift()
  if (!first || first.problem !== null) throw invalid(`The header (line ${first?.line ?? 1}) cannot be read: ${first?.problem ?? 'it is missing'}.`)
  return first.cells.map((name) => name.trim())
}

async function* batch(first: SplitRow[], rest: AsyncGenerator<SplitRow[], void, undefined>, width: number, size: number): AsyncGenerator<FileRow[], void, undefined> {
  let row = 0
  let full: FileRow[] = []
  try {
    for (let rows: SplitRow[] | null = first; rows; rows = await next(rest)) {
      for (const { line, cells, problem } of rows) {
        const ragged = problem === null && cells.length !== width
        full.push({ row: ++row, line, cells, problem: ragged ? `${cells.length} cells where ${width} were expected` : problem })
        if (full.length === size) {
          yield full
          full = []
        }
      }
    }
    if (full.length > 0) yield full
  } finally {
    await rest.return(undefined)
  }
}

async function next(rows: AsyncGenerator<SplitRow[], void, undefined>): Promise<SplitRow[] | null> {
  const result = await rows.next()
  return result.done ? null : result.value
}
