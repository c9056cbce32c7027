import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { startWorker, type Worker } from '../jobs/worker'
import { createKey } from '../services/keys/create'
import { runImport } from '../services/imports/run-import'
import { setErasureKey } from '../services/recording/erasure-key'
import { testDb, testOrganisation } from '../testing/database'
import { restClient, type Reply } from './testing'

let db: Db
let worker: Worker
let keys: Record<'all' | 'ingest' | 'read', string>
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-rest-imports-'))
const client = (key: keyof typeof keys) => restClient({ db, secret: 'x'.repeat(32), dataDir }, keys[key])

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  const { ctx } = await testOrganisation(db)
  const make = async (name: string, scopes: ('ingest' | 'read' | 'admin')[]) => (await createKey(ctx, { name, scopes })).secret
  keys = { all: await make('all', ['ingest', 'read', 'admin']), ingest: await make('ingest', ['ingest']), read: await make('read', ['read']) }
  worker = await startWorker(db, { import: async (at, job, { signal }) => { await runImport(at, job.key, { dataDir, signal }) }, settle: async () => {} })
})
afterAll(async () => { await worker.stop(); await db.close() })

const MAPPING = { source: 's', rows: [{ entity: 'interaction', fields: { id: { column: 'id' }, customer: { column: 'who' }, occurred_at: { column: 'at' }, channel: { const: 'web' } } }] }
const FILE = 'id,who,at\n1,a,2026-01-01\n2,b,2026-01-02\n3,c,never\n'
type Part = { name: string; body: string | Uint8Array; filename?: string }

/** The body as curl would write it. */
function multipart(parts: Part[], end = '--x--\r\n'): Buffer {
  return Buffer.concat([...parts.flatMap(({ name, body, filename }) => [Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/octet-stream`}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')]), Buffer.from(end)])
}
const file = (body: string | Uint8Array, filename = 'a.csv'): Part => ({ name: 'file', body, filename })
const mapping = (value: unknown = MAPPING): Part => ({ name: 'mapping', body: typeof value === 'string' ? value : JSON.stringify(value) })
const post = (parts: Part[] | Uint8Array, key: keyof typeof keys = 'all', type = 'multipart/form-data; boundary=x'): Promise<Reply> =>
  client(key)('POST', '/imports', parts instanceof Uint8Array ? parts : multipart(parts), { 'content-type': type })
const stored = () => { try { return readdirSync(join(dataDir, 'imports')) } catch { return [] } }

test('an upload is taken, worked off, asked about, its refused rows fetched, and taken back', async () => {
  const sent = await post([file(FILE, 'C:\\my\\visits.csv'), mapping()], 'ingest')
  expect(sent.status).toBe(202)
  const id = String(sent.body.id)
  await worker.idle()
  for (const key of ['ingest', 'read'] as const) {
    expect((await client(key)('GET', `/imports/${id}`)).body).toMatchObject({ id, state: 'done', rows: 3, accepted: 2, duplicates: 0, rejected: 1, created: { channels: ['web'], touchpoints: [] }, error: null, filename: 'visits.csv' })
  }
  const rejects = await client('ingest')('GET', `/imports/${id}/rejects`)
  expect(rejects.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(rejects.headers.get('content-disposition')).toBe('attachment; filename="visits-rejects.csv"')
  expect(rejects.text.split('\r\n')[1]).toMatch(/^"interaction\.occurred_at \(column at\): .*",s,3,3,c,never$/)
  expect((await client('read')('GET', '/imports')).body.imports).toMatchObject([{ id }])
  expect((await client('read')('GET', '/imports?limit=0')).status).toBe(400)
  expect((await client('read')('DELETE', `/imports/${id}`)).status).toBe(403)
  expect(await client('ingest')('DELETE', `/imports/${id}`)).toMatchObject({ status: 200, body: { state: 'cancelled', taken_back_at: expect.any(String) as unknown } })
  expect(await client('all')('DELETE', `/imports/${id}`)).toMatchObject({ status: 200 })
  expect((await client('all')('GET', '/interactions/1?source=s')).status).toBe(404)
  expect(stored()).toEqual([])
})

test('mapping first, mapping as a file of its own, quoted boundary', async () => {
  expect((await post([mapping(), file(FILE)])).status).toBe(202)
  expect((await post([{ ...mapping(), filename: 'mapping.json' }, file(gzipSync(FILE), 'a.csv.gz')], 'all', 'multipart/form-data; boundary="x"')).status).toBe(202)
  await worker.idle()
})

describe('what cannot be an import is refused at once, naming the part, and leaves nothing', () => {
  const refuses = async (parts: Part[] | Uint8Array, status: number, detail: string | RegExp, field?: string, type?: string) => {
    const reply = await post(parts, 'all', type)
    expect([reply.status, reply.body.detail]).toEqual([status, typeof detail === 'string' ? expect.stringContaining(detail) : expect.stringMatching(detail)])
    if (field !== undefined) expect(reply.body.errors?.[0]?.field).toBe(field)
    expect(stored()).toEqual([])
  }
  test.each<[string, Part[], number, string, string?]>([
    ['no file', [mapping()], 400, 'The part file is missing', 'file'],
    ['no mapping', [file(FILE)], 400, 'The part mapping is missing', 'mapping'],
    ['nothing', [], 400, 'file and mapping are missing', 'file'],
    ['another part', [file(FILE), mapping(), { name: 'extra', body: '1' }], 400, 'extra: is not a part here', 'extra'],
    ['another file', [file(FILE), mapping(), { name: 'extra', body: '1', filename: 'x' }], 400, 'extra: is not a part here', 'extra'],
    ['two files', [file(FILE), file(FILE), mapping()], 400, 'file: is sent twice', 'file'],
    ['a file that is no file', [{ name: 'file', body: FILE }, mapping()], 400, 'must be sent as a file', 'file'],
    ['a mapping that is no JSON', [file(FILE), mapping('{"rows": [}')], 400, 'The mapping is not JSON: line 1', 'mapping'],
    ['a mapping with another key', [file(FILE), mapping({ ...MAPPING, colour: 'red' })], 400, 'mapping.colour: is not a field here', 'mapping.colour'],
    ['a mapping without rows', [file(FILE), mapping({})], 400, 'mapping.rows', 'mapping.rows'],
    ['a mapping that names no column', [file(FILE), mapping({ rows: [{ entity: 'interaction', fields: { customer: { column: 'nope' }, occurred_at: { column: 'at' } } }] })], 400, 'there is no column "nope"; the file has "id", "who", "at"', 'mapping'],
    ['a large mapping', [file(FILE), mapping({ ...MAPPING, source: 'x'.repeat(300_000) })], 413, 'larger than 256 kB', 'mapping'],
    ['a large mapping as a file', [file(FILE), { ...mapping({ ...MAPPING, source: 'x'.repeat(300_000) }), filename: 'm.json' }], 413, 'larger than 256 kB', 'mapping'],
    ['an empty file', [file(''), mapping()], 400, 'The file is empty'],
    ['a zip', [file('PK\u0003\u0004abcdefgh'), mapping()], 400, 'zip archive'],
    ['a cut gzip', [file(gzipSync(FILE).subarray(0, 20)), mapping()], 400, 'cut short'],
    ['a picture', [file(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 0, 0])), mapping()], 400, 'no text file'],
  ])('%s', (_, parts, status, detail, field) => refuses(parts, status, detail, field))

  test('other media types, and a body that stops', async () => {
    await refuses(Buffer.from('{}'), 415, 'multipart/form-data', undefined, 'application/json')
    await refuses(Buffer.from('x'), 400, 'boundary', undefined, 'multipart/form-data')
    await refuses(multipart([mapping(), file(FILE)], '').subarray(0, -20), 400, 'stopped before it was complete')
    await refuses(multipart([file(FILE)], ''), 400, 'stopped before it was complete')
    await refuses(Buffer.from('nothing of the kind'), 400, /multipart|stopped/)
    let pulls = 0
    const breaking = new ReadableStream<Uint8Array>({ pull(controller) { if (pulls++ < 20) controller.enqueue(pulls === 1 ? multipart([mapping(), file(FILE)], '') : Buffer.alloc(50_000, '1,2,3\n')); else controller.error(new Error('gone')) } })
    const reply = await client('all')('POST', '/imports', breaking, { 'content-type': 'multipart/form-data; boundary=x' })
    expect(reply.status).toBe(400)
    expect(stored()).toEqual([])
  })

  test('keys without the scope, and imports that are not there', async () => {
    expect((await post([file(FILE), mapping()], 'read')).status).toBe(403)
    for (const id of ['nope', '00000000-0000-4000-8000-000000000000']) {
      for (const [method, path] of [['GET', ''], ['GET', '/rejects'], ['DELETE', '']] as const) expect((await client('all')(method, `/imports/${id}${path}`)).status).toBe(404)
    }
  })
})

test('a file lies under the import’s own id, whatever it is called', async () => {
  for (const name of ['../../../evil.csv', '/etc/passwd', '..\\\\evil.csv']) {
    const sent = await post([file(FILE, name), mapping({ ...MAPPING, source: 'names' })])
    expect(sent.status).toBe(202)
    for (const one of stored()) expect(one).toMatch(/^[0-9a-f-]{36}(\.part)?$/)
    expect(readdirSync(dataDir)).toEqual(['imports'])
    await worker.idle()
    await client('all')('DELETE', `/imports/${String(sent.body.id)}`)
  }
})
