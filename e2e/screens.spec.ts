import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'

// One story, in order: a screen is made, hung, fed, cut off, restarted, interrupted, and taken down.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const owner = { email: 'owner@example.test', password: 'a first long phrase' }
const key = 'ts_e2e_screens_4f0d1c6b8a2e'
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-screens-'))

let server: Awaited<ReturnType<typeof emptyInstance>>
let port: number
let admin: Page
let wall: Page
let wallContext: BrowserContext
let sent = 0
const failures: string[] = []

const start = () => emptyInstance({ DATA_DIR: dataDir, PORT: String(port), INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key })

/** One contact by phone, just now. */
async function contact(): Promise<void> {
  const interactions = [{ id: `now${++sent}`, customer: 'c1', occurred_at: new Date(Date.now() - 2000).toISOString(), channel: 'phone', direction: 'contact' }]
  const answer = await fetch(`${server.url}/api/v1/interactions`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ interactions }) })
  expect(answer.status).toBe(200)
}
const figure = () => wall.locator('.wall-figure')
const saved = () => expect(admin.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()

test.beforeAll(async ({ browser }) => {
  port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  server = await start()
  admin = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' })).newPage()
  wallContext = await browser.newContext({ baseURL: server.url, viewport: { width: 1920, height: 1080 } })
  wall = await wallContext.newPage()
  for (const page of [admin, wall]) page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  await admin.goto('/sign-in')
  await admin.getByLabel('E-mail').fill(owner.email)
  await admin.getByLabel('Password', { exact: true }).fill(owner.password)
  await admin.getByRole('button', { name: 'Sign in' }).click()
  await expect(admin).toHaveURL('/harbour')
  await contact()
})
test.afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
  expect(failures).toEqual([])
})

test('a screen begins finished, and its slides are put in order with the keys', async () => {
  await admin.goto('/harbour/screens')
  await admin.getByRole('button', { name: 'Make a screen' }).first().click()
  await admin.getByLabel('Name').fill('Outside the COO’s office')
  await expect(admin.getByRole('radio', { name: 'Are we all right now?' })).toBeChecked()
  await admin.getByRole('button', { name: 'Make', exact: true }).click()
  const slides = admin.getByRole('list', { name: 'Slides' }).getByRole('listitem')
  await expect(slides.first()).toContainText('Contacts today')
  await expect(admin.locator('[data-preview]')).toContainText('Contacts today')
  await slides.nth(1).getByRole('button').first().press('Alt+ArrowUp')
  await expect(slides.nth(1)).toContainText('Contacts today')
  await saved()
  await admin.reload()
  await expect(slides.nth(1)).toContainText('Contacts today')
  expect((await new AxeBuilder({ page: admin }).exclude('[data-preview]').analyze()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
  // Only this one turns from here on: the story needs a wall that stands still.
  for (let left = await slides.count(); left > 1; left--) {
    const other = slides.filter({ hasNotText: 'Contacts today' }).first()
    await other.hover()
    await other.getByRole('button', { name: /^Remove/ }).click()
  }
  await expect(slides).toHaveCount(1)
  await saved()
})

test('a television shows a code, an admin types it, and the screen is on', async () => {
  await wall.clock.install()
  await wall.goto('/screen')
  const code = wall.getByRole('status', { name: 'Pairing code' })
  await expect(code).toHaveText(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
  await admin.getByRole('button', { name: 'Add a display' }).click()
  await admin.getByRole('textbox', { name: 'Code' }).fill((await code.textContent()) ?? '')
  await admin.getByLabel('Name').last().fill('Lobby')
  await admin.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(wall.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  await expect(figure()).toHaveText('1')
  await expect(wall.getByText('● Live')).toBeVisible()
  await expect(admin.getByRole('table', { name: 'Displays' })).toContainText('here now')
  expect((await new AxeBuilder({ page: wall }).withTags(['wcag2a', 'wcag2aa', 'wcag2aaa']).analyze()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
  // No scrollbars at any proportions.
  for (const size of [{ width: 1280, height: 720 }, { width: 1080, height: 1920 }, { width: 2560, height: 1080 }, { width: 1920, height: 1080 }]) {
    await wall.setViewportSize(size)
    expect(await wall.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0])
  }
})

test('what is recorded is on the glass at once', async () => {
  await contact()
  await expect(figure()).toHaveText('2', { timeout: 5000 })
})

test('without a network the last good figures stay, said to be old; they are live again by themselves', async () => {
  await wallContext.setOffline(true)
  // A last sign of life may still be on its way: then the silence begins with it.
  await expect(async () => {
    await wall.clock.fastForward(30_000)
    await expect(wall.getByText('○ Not connected')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText(/No connection\. These are of \d\d:\d\d\./)).toBeVisible()
  await expect(figure()).toHaveText('2')
  await contact()
  await wallContext.setOffline(false)
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText('● Live')).toBeVisible()
  await expect(wall.getByText(/No connection/)).toBeHidden()
  await expect(figure()).toHaveText('3')
})

test('a server that is killed and started again finds its walls; a wall that is switched on meanwhile shows what was last', async () => {
  await wall.evaluate(() => navigator.serviceWorker.ready)
  // From its first page on, the worker has seen what it takes.
  await wall.reload()
  await expect(wall.getByText('● Live')).toBeVisible()
  await server.kill()
  await expect(wall.getByText('○ Not connected')).toBeVisible()
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText(/No connection\. These are of/)).toBeVisible()
  await expect(figure()).toHaveText('3')
  await wall.reload()
  await expect(figure()).toHaveText('3')
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText(/No connection\. These are of/)).toBeVisible()
  server = await start()
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText('● Live')).toBeVisible()
  await contact()
  await expect(figure()).toHaveText('4')
})

test('figures that nobody renews are said to be old', async () => {
  // As if the server answered nothing new for an hour while its clock went on.
  await wall.route('**/api/screen/stream', (route) => route.abort())
  await wall.clock.fastForward(60 * 60_000)
  await expect(wall.getByText(/These are of/)).toBeVisible()
  await wall.unroute('**/api/screen/stream')
  await wall.clock.fastForward(20_000)
  await expect(wall.getByText('● Live')).toBeVisible()
})

/** What the wall's stream tells a display that has just come. */
async function greeting(): Promise<{ hello: string; screen: { program: object; order: string[]; frames: { id: string; picture: object | null }[] } }> {
  const token = await wall.evaluate(() => localStorage.getItem('touchstone-display'))
  const abort = new AbortController()
  const answer = await fetch(`${server.url}/api/screen/stream`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
  let text = ''
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part
    const [hello, screen] = ['hello', 'screen'].map((name) => new RegExp(`^event: ${name}\\ndata: (.*)\\n\\n`, 'm').exec(text)?.[1])
    if (!hello || !screen) continue
    abort.abort()
    return { hello, screen: JSON.parse(screen) as Awaited<ReturnType<typeof greeting>>['screen'] }
  }
  throw new Error('The stream ended without a screen.')
}
/** Once, the wall hears this instead of its server; then its server again. */
async function hears(events: [string, object][]): Promise<void> {
  const heard = wall.waitForRequest('**/api/screen/stream')
  await wall.route('**/api/screen/stream', (route) => route.fulfill({ contentType: 'text/event-stream', body: events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('') }), { times: 1 })
  // No sign of life for half a minute: it connects anew.
  await wall.clock.fastForward(30_000)
  await heard
}

test('a new version is loaded by itself', async () => {
  await wall.evaluate(() => { document.body.dataset.before = 'yes' })
  await hears([['hello', { build: 'another', now: new Date().toISOString() }]])
  await expect(async () => {
    await wall.clock.fastForward(10_000)
    await expect(wall.locator('body[data-before]')).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  await expect(wall.getByText('● Live')).toBeVisible()
  await expect(figure()).toHaveText('4')
})

test('a slide that cannot be drawn is passed over on the glass and said to the admin', async () => {
  const { hello, screen } = await greeting()
  const reported = wall.waitForResponse('**/api/screen/failures')
  await hears([['hello', JSON.parse(hello) as object], ['screen', { ...screen, frames: screen.frames.map((frame) => ({ ...frame, picture: { kind: 'retention' } })) }]])
  expect((await reported).status()).toBe(204)
  await admin.goto('/harbour/screens')
  await expect(admin.getByText('1 not shown')).toBeVisible()
  await wall.clock.fastForward(20_000)
  // Its server says something that can be drawn: it is tried again.
  await expect(figure()).toHaveText('4')
  await expect(wall.getByText('● Live')).toBeVisible()
})

test('a message interrupts every wall and lets go', async () => {
  await admin.goto('/harbour/screens')
  await admin.getByRole('button', { name: 'Interrupt all screens' }).click()
  await admin.getByLabel('Message').fill('Card payments fail')
  await admin.getByRole('button', { name: 'Interrupt', exact: true }).click()
  await expect(wall.locator('.wall-take')).toContainText('Card payments fail')
  await admin.getByRole('button', { name: 'End' }).click()
  await expect(wall.locator('.wall-take')).toBeHidden()
  await expect(wall.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  await admin.keyboard.press('Escape')
})

test('a slide that fails is passed over on the wall and said to the admin', async () => {
  await admin.getByRole('link', { name: 'Outside the COO’s office' }).click()
  await admin.getByRole('button', { name: 'Add a message' }).click()
  await admin.getByLabel('Message').fill('Good morning, {branch}')
  await expect(admin.getByText('Not shown: {branch} stands for nothing here')).toBeVisible()
  await saved()
  await expect(wall.getByText('1 of')).toBeHidden()
  await admin.getByLabel('Variables').fill('branch = Bristol')
  await expect(admin.getByText(/Not shown: \{branch\}/)).toBeHidden()
  await wall.keyboard.press('ArrowRight')
  await expect(wall.getByText('Good morning, Bristol')).toBeVisible()
})

test('a slide is on at its hours only, and a meeting sees the same full-screen', async () => {
  const hour = Number((await wall.locator('.wall-foot strong').textContent())?.slice(0, 2))
  const at = (ahead: number) => `${String((hour + 24 + ahead) % 24).padStart(2, '0')}:00`
  await admin.getByLabel('Only at certain hours').check()
  for (const day of ['Saturday', 'Sunday']) await admin.getByRole('button', { name: day }).click()
  await admin.getByLabel('From', { exact: true }).fill(at(2))
  await admin.getByLabel('To', { exact: true }).fill(at(4))
  await expect(wall.getByText('Good morning, Bristol')).toBeHidden()
  await expect(wall.getByText('1 of')).toBeHidden()
  await admin.getByLabel('From', { exact: true }).fill(at(-1))
  await expect(wall.getByText(/ of 2/)).toBeVisible()
  await saved()
  await admin.getByRole('button', { name: 'Present' }).click()
  await expect.poll(() => admin.evaluate(() => document.fullscreenElement?.hasAttribute('data-preview'))).toBe(true)
  const presented = admin.locator('[data-preview]')
  await admin.keyboard.press('ArrowRight')
  const one = await presented.getByText('Good morning, Bristol').isVisible()
  await admin.keyboard.press('ArrowRight')
  await expect(presented.getByText('Good morning, Bristol')).toBeVisible({ visible: !one })
  await admin.evaluate(() => document.exitFullscreen())
})

test('a view is put on the wall from its panel, with a target', async () => {
  await admin.goto(`/harbour/interactions?inspect=${encodeURIComponent(JSON.stringify({ report: 'interactions-over-time', parameters: { interval: 'day' }, cell: { key: 'total', field: 'contacts' } }))}`)
  const panel = admin.getByRole('dialog', { name: /^About/ })
  await panel.getByRole('button', { name: 'Set a target' }).click()
  await admin.getByRole('textbox', { name: 'Value', exact: true }).fill('10')
  await admin.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(panel.getByText('Target: at most 10')).toBeVisible()
  await panel.getByRole('button', { name: 'Put this on the wall' }).click()
  await admin.getByRole('button', { name: 'Put it there' }).click()
  await expect(admin.getByText('It is on “Outside the COO’s office”')).toBeVisible()
  await expect(async () => {
    await wall.keyboard.press('ArrowRight')
    // By the last whole day, where there is one.
    await expect(wall.getByText(/^(✓ )?Target at most 10: (not passed so far|met in \d)/)).toBeVisible({ timeout: 500 })
  }).toPass()
})

// A night's worth by default; WALL_TURNS=5000 is more than 72 hours at a minute a slide.
const TURNS = Number(process.env.WALL_TURNS ?? 300)

test('turning on and on leaves nothing behind', async ({ browser }) => {
  test.setTimeout(600_000)
  const page = await (await browser.newContext({ baseURL: server.url, viewport: { width: 1280, height: 720 } })).newPage()
  await page.clock.install()
  await admin.goto('/harbour/screens')
  await admin.getByRole('link', { name: 'Outside the COO’s office' }).click()
  await admin.getByRole('button', { name: 'Add a display' }).click()
  await admin.getByRole('tab', { name: 'By link' }).click()
  await admin.getByLabel('Name').last().fill('Second')
  await admin.getByRole('dialog').getByLabel('Variables').fill('branch = Leeds')
  await admin.getByRole('button', { name: 'Make a link' }).click()
  const link = (await admin.getByRole('dialog').locator('code').textContent()) ?? ''
  await admin.getByRole('button', { name: 'Done' }).click()
  await page.goto(link)
  await expect(page.getByText(/of 3/)).toBeVisible()
  // The same screen in another branch.
  await expect(async () => {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('Good morning, Leeds')).toBeVisible({ timeout: 500 })
  }).toPass()
  expect(page.url()).toBe(`${server.url}/screen`)
  const cdp = await page.context().newCDPSession(page)
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    return (await cdp.send('Runtime.getHeapUsage')).usedSize / 1e6
  }
  // Fifteen seconds each: a turn, and every other timer of the wall meanwhile.
  const turns = async (n: number) => { for (let done = 0; done < n; done += 20) await page.clock.runFor(20 * 15_000) }
  await turns(100)
  const before = await heap()
  await turns(TURNS)
  const grown = (await heap()) - before
  expect(grown, `${before.toFixed(1)} MB, and ${grown.toFixed(2)} MB more after ${TURNS} turns`).toBeLessThan(1.5)
  await expect(page.getByText(/● Live|○ Not connected/)).toBeVisible()
})

test('a display that is taken off goes dark within a second', async () => {
  const displays = admin.getByRole('table', { name: 'Displays' })
  await displays.getByRole('row', { name: /Lobby/ }).getByRole('button', { name: 'Change' }).click()
  await admin.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Lobby, left')
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const row = displays.getByRole('row', { name: /Lobby, left/ })
  await row.getByRole('button', { name: 'Revoke' }).click()
  const removed = wall.getByRole('heading', { name: 'This display was removed from its screen' }).waitFor({ timeout: 10_000 })
  const answered = admin.waitForResponse((response) => response.url().includes('revokeDevice'))
  await admin.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await answered
  const began = performance.now()
  await removed
  expect(performance.now() - began).toBeLessThan(1000)
  await expect(wall.getByRole('status', { name: 'Pairing code' })).toHaveText(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
})
