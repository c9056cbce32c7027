import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { LiveHub } from '../live'
import { REPORT_NAMES, reportNamed } from '../reports/registry'
import { createKey } from '../services/keys/create'
import { setErasureKey } from '../services/recording/erasure-key'
import { testDb, testOrganisation } from '../testing/database'
import { restClient } from './testing'

let db: Db
let call: ReturnType<typeof restClient>

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  db = await testDb()
  const { ctx } = await testOrganisation(db)
  call = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' }, (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read', 'admin'] })).secret)
  await call('POST', '/interactions', { interactions: Array.from({ length: 30 }, (_, i) => ({ id: `x${i}`, customer: `c${i % 7}`, occurred_at: `2026-0${(i % 3) + 1}-10T10:00:00Z`, channel: i % 2 ? 'phone' : 'web', touchpoint: '=HYPERLINK("x")' })) })
})
afterAll(() => db.close())

test('the list names every report with its definition and parameters', async () => {
  const { reports } = (await call('GET', '/reports')).body as { reports?: { name: string; title: string; definition: string; parameters: { properties: object } }[] }
  expect(reports?.map((r) => r.name).toSorted()).toEqual(REPORT_NAMES.toSorted())
  expect(reports?.find((r) => r.name === 'interactions-over-time')?.parameters.properties).toHaveProperty('interval')
})

test('what a client has sent is in the next answer, and no-cache has one made anew', async () => {
  const { ctx } = await testOrganisation(db)
  const live = new LiveHub()
  await live.start(db)
  const asking = restClient({ db, secret: 'x'.repeat(32), dataDir: '/nowhere', live }, (await createKey(ctx, { name: 'all', scopes: ['ingest', 'read'] })).secret)
  const ask = async (headers: Record<string, string> = {}) => (await asking('GET', '/reports/interactions-over-time?interval=month', undefined, headers)).body as { rows: { interactions: number }[]; computedAt: string }
  for (const sent of [1, 2, 3]) {
    await asking('POST', '/interactions', { interactions: [{ id: `n${sent}`, customer: 'c', occurred_at: '2026-01-10T10:00:00Z', channel: 'phone' }] })
    expect((await ask()).rows.reduce((sum, row) => sum + row.interactions, 0)).toBe(sent)
  }
  // Once what was published has been heard, the same answer is given again.
  await expect.poll(async () => [(await ask()).computedAt, (await ask()).computedAt]).toSatisfy(([a, b]) => a === b)
  const { computedAt } = await ask()
  expect((await ask({ 'cache-control': 'max-age=0, no-cache' })).computedAt).not.toBe(computedAt)
  await live.close()
})

test('JSON and CSV are the same rows', async () => {
  const path = '/reports/interactions-over-time?interval=month&by=touchpoint'
  const json = await call('GET', path)
  const rows = json.body.rows as Record<string, unknown>[]
  expect(json.body).toMatchObject({ report: 'interactions-over-time', next: null })
  expect(rows.filter((r) => r.key === 'total').reduce((sum, r) => sum + Number(r.interactions), 0)).toBe(30)
  const csv = await call('GET', path, undefined, { accept: 'text/csv' })
  expect(csv.headers.get('content-type')).toContain('text/csv')
  const lines = csv.text.trimEnd().split('\r\n')
  expect(lines[0]?.split(',')).toEqual(Object.keys(reportNamed('interactions-over-time')?.row.shape ?? {}))
  expect(lines).toHaveLength(rows.length + 1)
  // A touchpoint named like a formula must not be run by the spreadsheet that opens the file.
  expect(csv.text).not.toMatch(/(^|[,\n"])=HYPERLINK/)
})

test('a comparison has its columns in CSV too, and what a report cannot use is said', async () => {
  const path = '/reports/interactions-over-time?interval=month&from=2026-02-01&to=2026-03-01&compare=previous&min_at_risk=5'
  const { rows, notes } = (await call('GET', path)).body as { rows: Record<string, unknown>[]; notes: string[] }
  expect(rows).toEqual([expect.objectContaining({ period: '2026-02-01', interactions: 10, compared_period: '2026-01-01', compared_interactions: 10 })])
  expect(notes).toEqual(['Compared with 1 January 2026 to 31 January 2026.', 'min_at_risk=5 is not used: this report does not tell that apart.'])
  const lines = (await call('GET', path, undefined, { accept: 'text/csv' })).text.trimEnd().split('\r\n').map((line) => line.split(','))
  expect(lines).toEqual([Object.keys(rows[0] ?? {}), Object.values(rows[0] ?? {}).map(String)])
})

test('the records behind a cell', async () => {
  const { rows } = (await call('GET', '/reports/interactions-over-time?interval=month')).body as { rows: { period: string; key: string; interactions: number }[] }
  const cell = rows.find((r) => r.key === 'total' && r.interactions > 0)
  const behind = await call('GET', `/reports/interactions-over-time/rows?interval=month&field=interactions&period=${cell?.period}&cell.key=total&limit=3`)
  expect(behind.body).toMatchObject({ report: 'interactions-over-time', of: 'interaction', field: 'interactions', total: cell?.interactions })
  expect(behind.body.rows).toHaveLength(3)
  expect(behind.body.next).toContain('offset=3')
  expect((await call('GET', '/reports/interactions-over-time/rows?field=interactions&cell.colour=red')).body.errors).toEqual([{ field: 'cell.colour', reason: 'does not identify rows of this report' }])
})

test.each([
  ['/reports/nothing', 404], ['/reports/toString', 404], ['/reports/__proto__/rows', 404], ['/reports/growth?by=nonsense', 400], ['/reports/interactions-over-time?colour=red', 400],
  ['/reports/interactions-over-time?from=2026-02-30', 400], ['/reports/interactions-over-time?interval=hour', 400], ['/reports/interactions-over-time?interval=day&interval=week', 400],
  ['/reports/interactions-over-time?by=channel%00', 400], ['/reports/interactions-over-time?cursor=-1', 400], ['/reports/interactions-over-time/rows?field=nothing', 400], ['/reports/interactions-over-time?channel=%27%3B--', 400],
])('%s is %d', async (path, status) => {
  const reply = await call('GET', path)
  expect(reply.status, reply.text).toBe(status)
  expect(reply.headers.get('content-type')).toContain('problem+json')
})
