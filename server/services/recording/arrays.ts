/** What a column of rows is sent as: one array parameter, unnested by the database. */
export type ColumnType = 'uuid' | 'text' | 'date' | 'timestamptz' | 'int2' | 'int4' | 'int8' | 'float8' | 'bytea' | 'jsonb' | 'text[]'

/**
 * Arrays as PostgreSQL sends and receives them in binary (array_recv; formats by type: uuid_recv and so on). As text, a
 * batch is twice the bytes, and the database spends a seventh of recording it on reading them. Lists and jsonb travel as
 * their text: arrays of arrays must not be ragged.
 */
export function arrayOf(type: ColumnType, cells: readonly unknown[]): Buffer {
  begin(type, cells.length)
  const write = WRITERS[type]
  for (let i = 0; i < cells.length; i++) element(write, cells[i])
  return end()
}

/** Of the elements' types in pg_type; what travels as text is `text`. */
const OID: Record<ColumnType, number> = { uuid: 2950, text: 25, date: 1082, timestamptz: 1184, int2: 21, int4: 23, int8: 20, float8: 701, bytea: 17, jsonb: 25, 'text[]': 25 }
const HEADER = 20
/** Room kept free after every element: none but texts is longer. */
const MOST = 32

let out = Buffer.allocUnsafeSlow(1 << 16)
let at = 0

function begin(type: ColumnType, length: number): void {
  out.writeInt32BE(length === 0 ? 0 : 1, 0)
  out.writeInt32BE(0, 4)
  out.writeInt32BE(OID[type], 8)
  out.writeInt32BE(length, 12)
  out.writeInt32BE(1, 16)
  at = length === 0 ? 12 : HEADER
}

function end(): Buffer {
  const done = Buffer.allocUnsafe(at)
  out.copy(done, 0, 0, at)
  return done
}

/** Writes at `at + 4` and returns the bytes written. */
type Writer = (cell: unknown) => number

function element(write: Writer, cell: unknown): void {
  if (at + MOST > out.length) room(MOST)
  if (cell === null || cell === undefined) {
    out[7] = 1
    int32(-1, at)
    at += 4
    return
  }
  const length = write(cell)
  int32(length, at)
  at += 4 + length
}

function room(bytes: number): void {
  const larger = Buffer.allocUnsafeSlow(Math.max(out.length * 2, at + bytes))
  out.copy(larger, 0, 0, at)
  out = larger
}

function int32(value: number, to: number): void {
  out[to] = value >>> 24
  out[to + 1] = value >>> 16
  out[to + 2] = value >>> 8
  out[to + 3] = value
}

function int64(value: number, to: number): void {
  const high = Math.floor(value / 4_294_967_296)
  int32(high, to)
  int32(value - high * 4_294_967_296, to + 4)
}

const HEX = new Uint8Array(128)
for (const [i, digit] of Array.from('0123456789abcdef').entries()) {
  HEX[digit.charCodeAt(0)] = i
  HEX[digit.toUpperCase().charCodeAt(0)] = i
}
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

function uuid(cell: unknown): number {
  const id = cell as string
  let to = at + 4
  for (let i = 0; i < 16; i++) {
    const from = PAIRS[i] ?? 0
    out[to++] = ((HEX[id.charCodeAt(from)] ?? 0) << 4) | (HEX[id.charCodeAt(from + 1)] ?? 0)
  }
  return 16
}

/** Texts up to so many characters are written here if they are ASCII: a call out of JavaScript costs more. */
const SHORT = 40

function text(cell: unknown): number {
  const value = typeof cell === 'string' ? cell : String(cell)
  const { length } = value
  if (length <= SHORT && at + 4 + SHORT + MOST <= out.length) {
    const to = at + 4
    let i = 0
    for (; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 127) break
      out[to + i] = unit
    }
    if (i === length) return length
  }
  // A UTF-16 unit is three bytes of UTF-8 at most.
  if (at + 4 + value.length * 3 + MOST > out.length) room(value.length * 3 + 2 * MOST)
  return out.write(value, at + 4)
}

const EPOCH_DAY = 10_957
const EPOCH_MS = 946_684_800_000

const two = (text: string, i: number): number => text.charCodeAt(i) * 10 + text.charCodeAt(i + 1) - 528

/** Days since 1970-01-01 of a text that begins with YYYY-MM-DD (Hinnant, "days_from_civil"): a Date object would cost ten times that. */
function days(day: string): number {
  const month = two(day, 5)
  const year = two(day, 0) * 100 + two(day, 2) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const ofEra = year - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + two(day, 8) - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

function date(cell: unknown): number {
  int32(days(cell as string) - EPOCH_DAY, at + 4)
  return 4
}

/** Of texts as Date.toISOString writes them, which are read here; of others, with the help of Date. */
function timestamptz(cell: unknown): number {
  const text = cell as string
  if (text.length !== 24) {
    int64((Date.parse(text) - EPOCH_MS) * 1000, at + 4)
    return 8
  }
  const seconds = (days(text) * 24 + two(text, 11)) * 3600 + two(text, 14) * 60 + two(text, 17)
  int64((seconds * 1000 + two(text, 20) * 10 + text.charCodeAt(22) - 48 - EPOCH_MS) * 1000, at + 4)
  return 8
}

/** Of hexadecimal digits. */
function bytea(cell: unknown): number {
  const hex = cell as string
  const bytes = hex.length >> 1
  if (at + 4 + bytes + MOST > out.length) room(bytes + 2 * MOST)
  for (let i = 0; i < bytes; i++) out[at + 4 + i] = ((HEX[hex.charCodeAt(2 * i)] ?? 0) << 4) | (HEX[hex.charCodeAt(2 * i + 1)] ?? 0)
  return bytes
}

function int2(cell: unknown): number {
  out.writeInt16BE(Number(cell), at + 4)
  return 2
}

function int4(cell: unknown): number {
  int32(Number(cell), at + 4)
  return 4
}

function int8(cell: unknown): number {
  int64(Number(cell), at + 4)
  return 8
}

function float8(cell: unknown): number {
  out.writeDoubleBE(Number(cell), at + 4)
  return 8
}

const SPECIAL = /["\\]/g
const listText = (list: readonly string[]): string => `{${list.map((item) => `"${item.replace(SPECIAL, '\\$&')}"`).join(',')}}`

const WRITERS: Record<ColumnType, Writer> = {
  uuid, text, date, timestamptz, int2, int4, int8, float8, bytea, jsonb: (cell) => text(JSON.stringify(cell)), 'text[]': (cell) => text(listText(cell as readonly string[])),
}
