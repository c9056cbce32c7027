import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { history } from './history'

// One instance with a known history; the tests read it, the last one writes.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const owner = { email: 'owner@example.test', password: 'a first long phrase' }
const key = 'ts_e2e_pages_4f0d1c6b8a2e'
let server: Awaited<ReturnType<typeof emptyInstance>>
let page: Page
const failures: string[] = []

async function send(collection: string, records: unknown[]) {
  for (let at = 0; at < records.length; at += 5000) {
    const answer = await fetch(`${server.url}/api/v1/${collection}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ [collection]: records.slice(at, at + 5000) }) })
    expect(answer.status, await answer.clone().text()).toBe(200)
  }
}
const report = async (name: string) => (await fetch(`${server.url}/api/v1/reports/${name}`, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<{ incomplete: string[]; rows: Record<string, unknown>[] }>

test.beforeAll(async ({ browser }) => {
  server = await emptyInstance({ INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key })
  const { customers, interactions, transactions } = history(new Date())
  await send('customers', customers)
  await send('interactions', interactions)
  await send('transactions', transactions)
  const patched = await fetch(`${server.url}/api/v1/touchpoints/resolve_a_billing_question`, { method: 'PATCH', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ class: 'moment_that_matters' }) })
  expect(patched.status).toBe(200)
  await expect.poll(async () => (await report('moment-outcomes')).incomplete.filter((line) => line.includes('settled')).length, { timeout: 60_000 }).toBe(0)
  page = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB' })).newPage()
  page.on('console', (message) => { if (message.type() === 'error') failures.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/harbour')
})
test.afterAll(async () => { await server.stop() })

test('the overview says what happened, and a figure opens', async () => {
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'customers left in' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'moments that matter failed' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'interactions per customer' })).toBeVisible()
  await page.getByRole('button', { name: /customers left in/ }).click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Customers at the start of the newest whole month')
  await expect(inspector.getByRole('table')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
})

const PAGES = ['', '/interactions', '/customers', '/customers/C-001', '/segments', '/moments', '/churn', '/data', '/data/import', '/data/keys', '/data/quality', '/data/fields', '/settings']
for (const path of PAGES) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`${path || '/'} is accessible in ${scheme} and fails nowhere`, async () => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.goto(`/harbour${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
      expect(failures.splice(0)).toEqual([])
    })
  }
}

test('on a phone nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of PAGES) {
    await page.goto(`/harbour${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
})

test('an open page follows new data by itself', async () => {
  await page.goto('/harbour/data')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Kiosk' })).toHaveCount(0)
  await send('interactions', [{ id: 'kiosk-1', customer: 'C-001', occurred_at: new Date().toISOString(), channel: 'kiosk' }])
  await expect(page.getByRole('cell', { name: /Kiosk/ }).first()).toBeVisible()
})
