import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { touchpoints } from '@/db/schema'
import type { OrgCtx } from '@/server/context'
import { linksMade, listSurveys, searchComments } from '@/server/queries/surveys'
import { answerReport } from '@/server/reports/answer'
import { commentsInput, type SaveSurveyInput } from '@/server/schemas/surveys'
import { linkBody, linkToken, readToken } from '@/server/domain/surveys/link'
import { setSealingSecret, sign } from '@/server/sealed'
import { createKey } from '@/server/services/keys/create'
import { eraseCustomer } from '@/server/services/recording/erase-customer'
import { setErasureKey } from '@/server/services/recording/erasure-key'
import { recordBatch } from '@/server/services/recording/record-batch'
import { linkAgain } from '@/server/services/surveys/link-again'
import { makeLinks } from '@/server/services/surveys/make-links'
import { closeSurvey, saveSurvey } from '@/server/services/surveys/save-survey'
import { systemCtx } from '@/server/access'
import { now } from '@/server/clock'
import { testDb, testOrganisation } from '@/server/testing/database'
import { restClient } from '../testing'
import { surveyRequest } from './route'

let db: Db
let ctx: OrgCtx
let as: (role: 'viewer' | 'editor' | 'admin') => OrgCtx
const instance = () => ({ db, secret: 'x'.repeat(32), dataDir: '/nowhere' })

beforeAll(async () => {
  setErasureKey('x'.repeat(32))
  setSealingSecret('x'.repeat(32))
  db = await testDb()
})
afterAll(() => db.close())
beforeEach(async () => {
  const made = await testOrganisation(db, { name: 'Harbour <Bank>' })
  as = made.as
  // Links live on the wall's clock, and so does this organisation.
  ctx = { ...made.ctx, now: now() }
})

const call = async (path: string, init?: RequestInit) => {
  const url = `http://localhost${path}`
  const response = await surveyRequest(new Request(url, init), new URL(url).pathname.split('/')[2] ?? '', async () => ({ state: 'ready', instance: instance() }))
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const answer = (path: string, fields: Record<string, string>) => call(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() })
async function link(survey: Partial<SaveSurveyInput> = {}, customer = 'Ann Smith 4711') {
  const { id } = await saveSurvey(ctx, { name: 'Recommend', survey: 'nps', ...survey })
  const { links } = await makeLinks(ctx, { id, links: [{ customer }] })
  return { id, path: links[0]?.path ?? '' }
}
const nps = async () => {
  const report = await answerReport(await systemCtx(db, ctx.org.id, now()), 'survey-scores', { survey: 'nps' })
  return report.rows.map(({ n, asked, answered, response_rate, scale }) => ({ n, asked, answered, response_rate, scale }))
}

test('one question, phone first, without scripts, cookies or a word about the customer; the answer is counted, and asked is too', async () => {
  const { id, path } = await link()
  expect(path).toMatch(/^\/s\/[A-Za-z0-9_-]{70}$/)
  expect(await nps()).toEqual([{ n: 0, asked: 1, answered: 0, response_rate: 0, scale: '0–10' }])
  const page = await call(path)
  expect(page.status).toBe(200)
  expect(page.headers.get('set-cookie')).toBeNull()
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.text).toContain('How likely are you to recommend Harbour &lt;Bank&gt;')
  expect(page.text).not.toMatch(/<script|<Bank>|Ann|Smith|4711|src=|http:|https:/)
  expect(page.text.match(/type="radio"/g)).toHaveLength(11)
  const thanks = await answer(path, { score: '9', comment: ' Quick & <b>kind</b>\0 ' })
  expect(thanks).toMatchObject({ status: 200, text: expect.stringContaining('Thank you.') })
  expect(await nps()).toEqual([{ n: 1, asked: 1, answered: 1, response_rate: 1, scale: '0–10' }])
  expect(await listSurveys(ctx)).toMatchObject([{ id, asked: 1, answered: 1 }])
  const said = await searchComments({ ...ctx, now: now() }, commentsInput.parse({ q: 'KIND quick', mood: 'happy' }))
  expect(said).toMatchObject({ total: 1, rows: [{ customer: 'Ann Smith 4711', score: 9, comment: 'Quick & <b>kind</b>' }] })
  expect((await searchComments({ ...ctx, now: now() }, commentsInput.parse({ q: '%' }))).total).toBe(0)
  expect((await searchComments({ ...ctx, now: now() }, commentsInput.parse({ mood: 'unhappy' }))).total).toBe(0)
})

test('whom a survey has asked before is said before anything is made; the same link is given again, found by name, until it is answered', async () => {
  const { id, path } = await link({}, 'ann')
  await recordBatch(ctx, { kind: 'customer', records: [{ id: 'ann', name: 'Ann Archer' }, { id: 'bob', name: 'Bob Baker' }] })
  const links = [{ customer: 'ann' }, { customer: 'bob' }]
  expect(await makeLinks(ctx, { id, links, asked_before: 'stop' })).toMatchObject({ links: [], before: [{ customer: 'ann', name: 'Ann Archer', answered_at: null }] })
  const same = await makeLinks(ctx, { id, links, asked_before: 'same' })
  expect(same.links.map(({ customer, again }) => [customer, again])).toEqual([['ann', true], ['bob', false]])
  const token = (at: string) => readToken(at.slice('/s/'.length))?.link.link
  expect(token(same.links[0]?.path ?? '')).toBe(token(path))
  expect(await listSurveys(ctx)).toMatchObject([{ asked: 2 }])
  const found = await linksMade(ctx, { id, q: 'archer', offset: 0 })
  expect(found).toMatchObject({ total: 1, rows: [{ customer: 'ann', name: 'Ann Archer', link: token(path), answered_at: null }] })
  const again = await linkAgain(ctx, { id, link: token(path) ?? '' })
  expect(token(again.path)).toBe(token(path))
  await expect(linkAgain(as('viewer'), { id, link: token(path) ?? '' })).rejects.toMatchObject({ fault: 'forbidden' })
  await answer(again.path, { score: '9' })
  await expect(linkAgain({ ...ctx, now: now() }, { id, link: token(path) ?? '' })).rejects.toMatchObject({ fault: 'conflict' })
  expect((await makeLinks({ ...ctx, now: now() }, { id, links, asked_before: 'stop' })).before.map(({ customer, answered_at: at }) => [customer, at !== null])).toEqual([['ann', true], ['bob', false]])
  const other = (await testOrganisation(db)).ctx
  expect(await linksMade(other, { id, q: '', offset: 0 })).toEqual({ total: 0, rows: [] })
})

test('one answer per link, also when two arrive at once', async () => {
  const { path } = await link()
  const both = await Promise.all([answer(path, { score: '3' }), answer(path, { score: '9' })])
  expect(both.filter((one) => one.text.includes('Your answer has arrived'))).toHaveLength(1)
  expect((await answer(path, { score: '1' })).text).toContain('answered already')
  expect((await call(path)).text).toContain('answered already')
  expect(await nps()).toMatchObject([{ n: 1 }])
})

test('a number must be chosen, from the scale; what was written stays', async () => {
  const { path } = await link({ survey: 'csat' })
  for (const score of ['', '0', '6', '5.5', '-1', '٣', 'x']) {
    const again = await answer(path, { score, comment: 'slow "queue"' })
    expect(again.status).toBe(400)
    expect(again.text).toContain('Please choose a number first.')
    expect(again.text).toContain('slow &quot;queue&quot;')
  }
  expect((await answer(path, { score: '5' })).status).toBe(200)
})

test('opening, even with a number in the address, answers nothing', async () => {
  const { path } = await link()
  expect((await call(`${path}?score=9`)).text).toMatch(/value="9"[^>]*checked/)
  expect((await call(`${path}?score="><script>`)).text).not.toContain('<script>')
  expect(await nps()).toMatchObject([{ n: 0, asked: 1 }])
})

test('languages: chosen, the customer’s, the browser’s; the organisation’s own words', async () => {
  await db.maintenance((tx) => tx.insert(touchpoints).values({ organisationId: ctx.org.id, id: crypto.randomUUID(), slug: 'pay_a_bill', name: 'Pay a bill' }))
  const { id } = await saveSurvey(ctx, { name: 'Bills', survey: 'ces', touchpoint: 'pay_a_bill', language: 'fr', texts: { de: { question: 'Ging „{about}“ leicht?' } } })
  const { links } = await makeLinks(ctx, { id, links: [{ customer: 'a', language: 'de-ch' }, { customer: 'b' }] })
  const [german = '', open = ''] = links.map((one) => one.path)
  expect((await call(german)).text).toContain('Ging „Pay a bill“ leicht?')
  expect((await call(`${german}?lang=it`)).text).toContain('quanto è stato facile')
  expect((await call(open)).text).toContain('était-ce facile')
  expect((await call(open, { headers: { 'accept-language': 'es-MX,es;q=0.9' } })).text).toContain('¿le resultó fácil?')
  expect((await answer(`${german}?lang=it`, { score: '7' })).text).toContain('Grazie.')
})

test('a link that was tampered with, has run out, was closed or belongs to somebody erased opens nothing', async () => {
  const { id, path } = await link()
  const flipped = `${path.slice(0, 30)}${path[30] === 'A' ? 'B' : 'A'}${path.slice(31)}`
  for (const wrong of [flipped, '/s/x', `/s/${'A'.repeat(70)}`]) {
    const page = await call(wrong)
    expect(page.status).toBe(404)
    expect(page.text).not.toContain('Harbour')
  }
  const read = readToken(path.slice(3))?.link
  const body = linkBody({ organisation: ctx.org.id, link: read?.link ?? '', expires: Math.floor(now().getTime() / 1000) - 1 })
  expect((await call(`/s/${linkToken(body, sign('survey', body))}`)).status).toBe(404)
  await closeSurvey(ctx, { id, closed: true })
  expect((await call(path)).status).toBe(404)
  await expect(makeLinks(ctx, { id, links: [{ customer: 'c' }] })).rejects.toThrow('closed')
  await closeSurvey(ctx, { id, closed: false })
  expect((await call(path)).status).toBe(200)
  await eraseCustomer(ctx, 'Ann Smith 4711')
  expect((await call(path)).status).toBe(404)
  expect((await answer(path, { score: '9' })).status).toBe(404)
})

test('a body larger than any form is refused', async () => {
  const { path } = await link()
  expect((await answer(path, { score: '9', comment: 'x'.repeat(50_000) })).status).toBe(413)
  expect((await answer(path, { score: '9', comment: 'x'.repeat(3000) })).status).toBe(200)
})

test('links by REST: as JSON and CSV, the same occasion gives the same link and is asked once', async () => {
  const { id } = await saveSurvey(ctx, { name: 'Recommend', survey: 'nps' })
  const { secret } = await createKey(ctx, { name: 'mailing', scopes: ['ingest'] })
  const mailing = restClient(instance(), secret)
  const body = { links: [{ customer: 'a', interaction: 'call-1' }, { customer: 'b', id: 'mail-7' }, { customer: 'c' }] }
  const first = await mailing('POST', `/surveys/${id}/links`, body)
  expect(first).toMatchObject({ status: 200, body: { links: [{ customer: 'a', interaction: 'call-1' }, { customer: 'b', id: 'mail-7' }, { customer: 'c' }] } })
  const again = await mailing('POST', `/surveys/${id}/links`, body, { accept: 'text/csv' })
  const lines = again.text.trim().split('\r\n')
  expect(lines[0]).toBe('customer,interaction,id,url,expires_at')
  expect(lines).toHaveLength(4)
  expect(lines[1]).toMatch(/^a,call-1,,http:\/\/localhost\/s\/[\w-]{70},/)
  expect(await nps()).toMatchObject([{ asked: 4 }])
  expect((await mailing('POST', `/surveys/${id}/links`, { links: [{ customer: '' }] })).status).toBe(400)
  expect((await mailing('POST', '/surveys/nonsense/links', body)).status).toBe(400)
  expect((await mailing('POST', `/surveys/${crypto.randomUUID()}/links`, body)).status).toBe(404)
  expect((await mailing('GET', '/surveys')).status).toBe(403)
  const { secret: reader } = await createKey(ctx, { name: 'reader', scopes: ['read'] })
  expect((await restClient(instance(), reader)('GET', '/surveys')).body).toMatchObject({ surveys: [{ id, asked: 4, answered: 0 }] })
  expect((await restClient(instance(), reader)('POST', `/surveys/${id}/links`, body)).status).toBe(403)
})

test('roles, and other organisations', async () => {
  await expect(saveSurvey(as('editor'), { name: 'x', survey: 'nps' })).rejects.toThrow('administration')
  const { id } = await saveSurvey(ctx, { name: 'x', survey: 'nps' })
  await expect(makeLinks(as('viewer'), { id, links: [{ customer: 'a' }] })).rejects.toThrow('recording')
  const other = await testOrganisation(db)
  await expect(makeLinks(other.ctx, { id, links: [{ customer: 'a' }] })).rejects.toThrow('no survey')
  await expect(closeSurvey(other.ctx, { id, closed: true })).rejects.toThrow('no survey')
  await makeLinks(ctx, { id, links: [{ customer: 'a' }] })
  await expect(saveSurvey(ctx, { id, name: 'x', survey: 'csat' })).rejects.toThrow('already')
  await saveSurvey(ctx, { id, name: 'renamed', survey: 'nps' })
})
