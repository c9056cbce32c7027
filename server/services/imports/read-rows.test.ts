import { existsSync, createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openRows, type FileRow, type ReadOptions } from './read-rows'

async function* pieces(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

async function read(content: string | Uint8Array, options: ReadOptions = {}, size?: number): Promise<{ header: string[] | null; rows: FileRow[] }> {
  const file = await openRows(pieces(typeof content === 'string' ? Buffer.from(content) : content, size), options)
  const rows: FileRow[] = []
  for await (const some of file.batches) rows.push(...some)
  return { header: file.header, rows }
}

const table = `id,when,note\n${Array.from({ length: 5000 }, (_, i) => `${i},2021-01-01 10:00,"a, ""b"" ${i}"`).join('\n')}\n`

test('rows are numbered from the first data row, lines from the top', async () => {
  const { header, rows } = await read('id,name\n1,a\n\n2,"x\ny"\n3,c')
  expect(header).toEqual(['id', 'name'])
  expect(rows.map(({ row, line }) => [row, line])).toEqual([[1, 2], [2, 4], [3, 6]])
})

test('plain and packed, in pieces of any size, in batches of the size asked for', async () => {
  const plain = await read(table)
  expect(plain.rows).toHaveLength(5000)
  expect(plain.rows[4999]?.cells).toEqual(['4999', '2021-01-01 10:00', 'a, "b" 4999'])
  for (const size of [7, 4096]) {
    expect(await read(gzipSync(table), {}, size)).toEqual(plain)
    expect(await read(table, {}, size)).toEqual(plain)
  }
  const file = await openRows(pieces(Buffer.from(table)), { batchRows: 1024 })
  const sizes: number[] = []
  for await (const some of file.batches) sizes.push(some.length)
  expect(sizes).toEqual([1024, 1024, 1024, 1024, 904])
})

test('two gzip members after each other are one file', async () => {
  const both = Buffer.concat([gzipSync('id,n\n1,2\n'), gzipSync('3,4\n')])
  expect((await read(both)).rows.map((row) => row.cells)).toEqual([['1', '2'], ['3', '4']])
})

test('nothing is read ahead of who asks, and the source is closed when they stop', async () => {
  let given = 0
  let closed = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield Buffer.from('id,n\n')
      for (;;) {
        given++
        yield Buffer.from('1,2\n'.repeat(10_000))
      }
    } finally {
      closed = true
    }
  }
  const file = await openRows(endless())
  let batches = 0
  for await (const some of file.batches) {
    expect(some).toHaveLength(1000)
    if (++batches === 30) break
  }
  expect(given).toBeLessThan(10)
  expect(closed).toBe(true)
})

describe('bad rows cost no neighbour', () => {
  test('ragged, quotes, NUL, bytes that are no UTF-8', async () => {
    const good = 'x,y,z\n'.repeat(12_000)
    const bad = Buffer.concat([Buffer.from('1,2\n1,2,3,4\na,b"c,d\ne,\0,f\n'), Buffer.from([103, 44, 0xe9, 44, 104, 10])])
    const { rows } = await read(Buffer.concat([Buffer.from(`a,b,c\n${good}`), bad, Buffer.from(good)]))
    expect(rows).toHaveLength(24_005)
    expect(rows.filter((row) => row.problem !== null).map((row) => [row.line, row.problem])).toEqual([
      [12_002, '2 cells where 3 were expected'],
      [12_003, '4 cells where 3 were expected'],
      [12_004, 'a quote in the middle of column 2: quote the whole cell and double the quotes in it'],
      [12_005, 'a NUL byte in column 2'],
      [12_006, "column 2 is not valid UTF-8: state the file's encoding (latin-1?)"],
    ])
  })

  test('a cell of 10 MB and a quote that is never closed', async () => {
    const { rows } = await read(`a,b\n1,${'x'.repeat(10_100_000)}\n2,"open\n3,${'y'.repeat(2_000_000)}\n4,z\n`)
    expect(rows.map((row) => [row.line, row.problem])).toEqual([
      [2, 'a row longer than 10 MB'],
      [3, 'the quote opened in column 2 is never closed'],
      [4, 'a cell longer than 1 MB'],
      [5, null],
    ])
  })
})

describe('files that cannot be read at all', () => {
  const reason = async (content: string | Uint8Array, options?: ReadOptions): Promise<string> =>
    read(content, options).then(() => 'read', (error: Error) => `${error.name}: ${error.message}`)

  test('say what they are', async () => {
    expect(await reason('')).toBe('TouchstoneError: The file is empty.')
    expect(await reason('\n \n')).toBe('TouchstoneError: The file is empty.')
    expect(await reason(gzipSync(''))).toBe('TouchstoneError: The file is empty.')
    expect(await reason(Buffer.from('PK\u0003\u0004rest of it'))).toContain('a zip archive or an Excel workbook')
    expect(await reason(Buffer.from('BZh91AY&SY'))).toContain('bzip2')
    expect(await reason(Buffer.alloc(1000))).toContain('no text file')
  })

  test('a gzip that is cut short, damaged or a bomb', async () => {
    const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${(i * 2654435761) % 4294967296},${i}`).join('\n'))
    const packed = gzipSync(noise)
    expect(await reason(packed.subarray(0, packed.length - 12))).toContain('cut short')
    expect(await reason(packed.subarray(0, 100))).toContain('cut short')
    const damaged = Buffer.from(packed)
    damaged.fill(0xff, 100_000, 100_200)
    expect(await reason(damaged)).toContain('damaged')
    const bomb = gzipSync(Buffer.alloc(5_000_000, 'a,b\n'))
    const limits = { bytes: 2 ** 30, ratio: 250, freeBytes: 1_000_000 }
    expect(await reason(bomb, { limits })).toContain('more than 250 times its size')
    expect(await reason(packed, { limits: { ...limits, bytes: 2 ** 20 } })).toContain('unpacks to more than')
  })

  test('an upload that stops is not taken for the end of the file', async () => {
    async function* stopped(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, bytes.length / 2)
      throw new Error('the upload stopped')
    }
    for (const bytes of [Buffer.from(table), gzipSync(table)]) {
      const all = openRows(stopped(bytes)).then(async (file) => {
        for await (const some of file.batches) expect(some.length).toBeGreaterThan(0)
      })
      await expect(all).rejects.toThrow('the upload stopped')
    }
  })
})

const DATA = new URL('../../../../shared/data/', import.meta.url)
test.skipIf(!existsSync(DATA)).each([
  ['online_retail_invoices.csv', 22_190],
  ['boa_complaints.csv.gz', 62_516],
  ['kc311_requests.csv', 4_493],
  ['cdnow_sample.txt', 6_919],
  ['iranian_churn.csv', 3_150],
])('the real file %s has its rows', async (name, count) => {
  const file = await openRows(createReadStream(fileURLToPath(new URL(name, DATA))))
  let rows = 0
  for await (const some of file.batches) {
    rows += some.length
    expect(some.filter((row) => row.problem !== null)).toEqual([])
  }
  expect(rows).toBe(count)
})
