import { chromium, type Page } from '@playwright/test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { emptyInstance } from '../empty-instance'

/**
 * Takes the README's pictures from the running sample organisation: `npm run shots`, after a build.
 * Waits for what a picture needs to show, never for a time.
 */
const owner = { email: 'owner@example.test', password: 'a first long phrase' }
const folder = import.meta.dirname
const executablePath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path))

// C00042 is who was charged three times for one card: the story with the seven calls.
const SHOTS: { name: string; path: string; before?: (page: Page) => Promise<void> }[] = [
  { name: 'overview', path: '' },
  { name: 'interactions', path: '/interactions' },
  { name: 'moments', path: '/moments' },
  { name: 'churn', path: '/churn' },
  { name: 'segments', path: '/segments' },
  { name: 'story', path: '/customers/C00042' },
  { name: 'journey', path: '/journeys/a_charge_that_seems_wrong', before: async (page) => { for (const row of [/of the map/, /of paths/]) await page.getByText(row).first().waitFor({ timeout: 120_000 }) } },
  { name: 'inspector', path: '', before: async (page) => { await page.getByRole('heading', { name: /customers left in/ }).getByRole('button').first().click(); await page.getByRole('dialog').getByRole('table').waitFor() } },
]

const server = await emptyInstance({ INIT_SAMPLE: '1', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
try {
  const page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5, colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce' })).newPage()
  // The sample has just come in, and the machine has other things to do.
  page.setDefaultTimeout(180_000)
  page.setDefaultNavigationTimeout(180_000)
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/sample')
  // While the sample loads the overview says so; it opens by itself.
  await page.getByRole('heading', { name: /customers left in/ }).waitFor({ timeout: 300_000 })
  await settled(page)
  for (const { name, path, before } of SHOTS) {
    await page.goto(`/sample${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => document.fonts.ready)
    await page.getByText(/^Live/).waitFor()
    await before?.(page)
    // Last: what one waited for may have begun to ask for more.
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
    console.log(`${name}.png`)
  }
  await wall(page)
} finally {
  await browser.close()
  await server.stop()
}

/** Until nothing is being counted in or sorted any more: pages say so at their top, which is no picture of any other day. */
async function settled(page: Page): Promise<void> {
  const asked = `/api/trpc/reports.answer?input=${encodeURIComponent(JSON.stringify({ json: { name: 'losses', parameters: {} } }))}`
  await page.waitForFunction(async (url) => {
    const said = await (await fetch(url, { headers: { 'x-touchstone-organisation': 'sample' } })).text()
    return said.includes('"rows"') && !/being settled|being sorted/.test(said)
  }, asked, { polling: 2000, timeout: 900_000 })
}

/** A finished screen, hung by its link: the picture is what a television shows. */
async function wall(page: Page): Promise<void> {
  const made = await ask<{ id: string }>(page, 'screens.create', { name: 'Outside the COO’s office', starter: 'now' })
  const { path } = await ask<{ path: string }>(page, 'screens.link', { screen: made.id, name: 'Corridor' })
  const display = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1920, height: 1080 }, colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce' })).newPage()
  await display.goto(path)
  await display.getByText(/ · 1 of \d+/).first().waitFor()
  await display.evaluate(() => document.fonts.ready)
  await display.screenshot({ path: join(folder, 'wall.png'), animations: 'disabled' })
  console.log('wall.png')
}

/** A procedure called as the page itself would. */
async function ask<Answer>(page: Page, procedure: string, input: unknown): Promise<Answer> {
  const answer = await page.evaluate(async ([name, body]) => {
    const response = await fetch(`/api/trpc/${name}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-touchstone-organisation': 'sample' }, body: JSON.stringify({ json: body }) })
    return response.json() as Promise<{ result?: { data: { json: unknown } } }>
  }, [procedure, input] as const)
  if (!answer.result) throw new Error(`${procedure}: ${JSON.stringify(answer)}`)
  return answer.result.data.json as Answer
}
