import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, request, test, type APIRequestContext } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'
import { instance } from './instance'

// Every page and every address there is, found in the folders: one that is added is tried by being there.
const APP = join(import.meta.dirname, '..', 'app')
const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
const addressOf = (file: string) => `/${file.split('/').slice(0, -1).filter((part) => !part.startsWith('(')).join('/')}`.replaceAll(/\[(?!org\])(?:\.\.\.)?\w+\]/g, randomUUID())
const pages = files.filter((file) => file.endsWith('page.tsx') && file.startsWith('(workspace)')).map(addressOf)
/** Sign-in's own, and those whose doors are tried where they are built: server/rest/doors.db.test.ts, server/routers/doors.db.test.ts; signed links: survey.db.test.ts, monday.db.test.ts. */
const ELSEWHERE = ['api/auth/', 'api/v1/', 'v1/', 'api/trpc/', 's/', 'u/']
const endpoints = files.filter((file) => file.endsWith('route.ts') && !ELSEWHERE.some((folder) => file.startsWith(folder)))
  .map((file) => ({ address: addressOf(file), methods: [...readFileSync(join(APP, file), 'utf8').matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\b/g)].map(([method]) => method) }))
/** Asked by nobody known: a display that wants to be hung up, its page and its service worker, which are the same for all. */
const OPEN = ['POST /api/screen/pairing', 'GET /api/screen/pairing', 'GET /screen', 'GET /screen/worker']

test.describe.configure({ mode: 'serial' })

let at: Harbour
let nobody: APIRequestContext
const ours = (address: string) => address.replace('[org]', at.slug)
test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  nobody = await request.newContext({ baseURL: at.url, maxRedirects: 0 })
})
test.afterAll(async () => {
  await nobody.dispose()
  await at.stop()
})

test('every page of an organisation sends who is signed out to sign in, and shows nothing', async () => {
  expect(pages.length).toBeGreaterThan(25)
  for (const page of pages) {
    const reply = await nobody.get(ours(page))
    expect.soft(reply.status(), page).toBe(307)
    expect.soft(reply.headers().location, page).toContain('/sign-in')
    expect.soft(await reply.text(), page).not.toContain('Harbour Bank')
  }
})

test('nothing is served but pages, routes and built files: no sources, no data, no lists of folders', async () => {
  for (const path of ['/.git/HEAD', '/.env', '/package.json', '/server/env.ts', '/data/secret', '/.next/BUILD_ID', '/_next/', '/_next/static/', '/%2e%2e/package.json', '/..%2fpackage.json']) {
    const reply = await at.page.request.get(path)
    expect.soft([400, 404], `${path}: ${reply.status()}`).toContain(reply.status())
    expect.soft(await reply.text(), path).not.toMatch(/ref: refs|"dependencies"|Index of/)
  }
})

test('every address behind the pages refuses who is signed out', async () => {
  for (const { address, methods } of endpoints) for (const method of new Set(methods)) {
    if (OPEN.includes(`${method} ${address}`)) continue
    const reply = await nobody.fetch(ours(address), { method, headers: { origin: at.url }, ...(method === 'GET' ? {} : { data: {} }) })
    expect.soft(reply.status(), `${method} ${address}`).toBe(401)
    expect.soft(await reply.text(), `${method} ${address}`).not.toContain('Harbour Bank')
  }
  // Open to all, and of nobody: whose wall it is stands in what its display asks for.
  const wall = await nobody.get('/screen')
  expect(wall.status()).toBe(200)
  expect(await wall.text()).not.toContain('Harbour Bank')
})

test('a member of one organisation finds no page of another', async () => {
  const member = await at.joined('Vera Rubin')
  const theirs = instance.organisation
  for (const page of pages) {
    const reply = await member.request.get(page.replace('[org]', theirs.slug), { maxRedirects: 0 })
    expect.soft([404, 307], `${page}: ${reply.status()}`).toContain(reply.status())
    if (reply.status() === 307) expect.soft(reply.headers().location, page).not.toContain(`/${theirs.slug}`)
    expect.soft(await reply.text(), page).not.toContain(theirs.name)
  }
})
