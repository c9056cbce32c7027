import { expect, test } from '@playwright/test'
import { hall, ownGround, type Hall } from './hall'

// A wall through what comes over it: a cut line, a killed server, old figures, another version, a night of turning.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let ground: Awaited<ReturnType<typeof ownGround>>
let h: Hall
test.beforeAll(async ({ browser }) => {
  ground = await ownGround(browser)
  h = await hall(browser, ground)
  for (let n = 0; n < 2; n++) await h.contact()
  await h.hangContacts('Outside the COO’s office')
  await h.wall.clock.install()
  await h.wall.goto(await h.link('Lobby'))
  await expect(h.figure()).toHaveText('2')
})
test.afterAll(() => h.stop())

test('without a network the last good figures stay, said to be old; they are live again by themselves', async () => {
  await h.wallContext.setOffline(true)
  // A last sign of life may still be on its way: then the silence begins with it.
  await expect(async () => {
    await h.wall.clock.fastForward(30_000)
    await expect(h.wall.getByText('○ Not connected')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText(/No connection\. These are of \d\d:\d\d\./)).toBeVisible()
  await expect(h.figure()).toHaveText('2')
  // Whichever way the wall moves against burn-in, what is said large reaches past its edges.
  const places = new Set<string>()
  const { width } = h.wall.viewportSize() ?? { width: 0 }
  for (let minute = 0; minute < 9; minute++) {
    const { x, y, right } = await h.wall.locator('.wall-stale').evaluate((banner) => banner.getBoundingClientRect().toJSON() as DOMRect)
    expect([x <= 0, y <= 0, right >= width], `minute ${minute}`).toEqual([true, true, true])
    places.add(`${x} ${y}`)
    await h.wall.clock.runFor(60_000)
  }
  expect(places.size).toBeGreaterThan(4)
  // A display without a network says nothing, and the admin reads since when; with one it says again that it is there.
  await h.contact()
  const said = h.wall.waitForRequest((request) => request.url().endsWith('/api/screen/seen') && request.method() === 'POST')
  await h.wallContext.setOffline(false)
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText('● Live')).toBeVisible()
  await expect(h.wall.getByText(/No connection/)).toBeHidden()
  await expect(h.figure()).toHaveText('3')
  await h.wall.clock.fastForward(20_000)
  expect((await (await said).response())?.status()).toBe(204)
})

test('a server that is killed and started again finds its walls; a wall that is switched on meanwhile shows what was last', async () => {
  // Opened once, it has what it takes.
  await expect.poll(() => h.wall.evaluate(async () => Boolean(await caches.match('/screen')))).toBe(true)
  await ground.kill()
  await expect(h.wall.getByText('○ Not connected')).toBeVisible()
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText(/No connection\. These are of/)).toBeVisible()
  await expect(h.figure()).toHaveText('3')
  await h.wall.reload()
  await expect(h.figure()).toHaveText('3')
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText(/No connection\. These are of/)).toBeVisible()
  await ground.restart()
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText('● Live')).toBeVisible()
  await h.contact()
  await expect(h.figure()).toHaveText('4')
})

test('figures that nobody renews are said to be old', async () => {
  // As if the server answered nothing new for an hour while its clock went on.
  await h.wall.route('**/api/screen/stream', (route) => route.abort())
  // What the old stream still brought in that moment sets the wall's clock to the server's: then an hour goes by once more.
  await expect(async () => {
    await h.wall.clock.fastForward(60 * 60_000)
    await expect(h.wall.getByText(/These are of/)).toBeVisible({ timeout: 5000 })
  }).toPass()
  await h.wall.unroute('**/api/screen/stream')
  await h.wall.clock.fastForward(20_000)
  await expect(h.wall.getByText('● Live')).toBeVisible()
})

/** What the wall's stream tells a display that has just come. */
async function greeting(): Promise<{ hello: string; screen: { program: object; order: string[]; frames: { id: string; picture: object | null }[] } }> {
  const token = await h.wall.evaluate(() => localStorage.getItem('touchstone-display'))
  const abort = new AbortController()
  const answer = await fetch(`${h.url}/api/screen/stream`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
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
  const heard = h.wall.waitForRequest('**/api/screen/stream')
  await h.wall.route('**/api/screen/stream', (route) => route.fulfill({ contentType: 'text/event-stream', body: events.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join('') }), { times: 1 })
  // No sign of life for half a minute: it connects anew.
  await h.wall.clock.fastForward(30_000)
  await heard
}

test('a new version is loaded by itself', async () => {
  await h.wall.evaluate(() => { document.body.dataset.before = 'yes' })
  await hears([['hello', { build: 'another', now: new Date().toISOString() }]])
  await expect(async () => {
    await h.wall.clock.fastForward(10_000)
    await expect(h.wall.locator('body[data-before]')).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  await expect(h.wall.getByText('● Live')).toBeVisible()
  await expect(h.figure()).toHaveText('4')
})

test('a wall that breaks beyond its slides begins anew by itself', async () => {
  const page = await h.wallContext.newPage()
  await page.clock.install()
  // Once, and in what every wall has at its foot: the clock.
  await page.addInitScript(() => {
    if (sessionStorage.getItem('broken')) return
    sessionStorage.setItem('broken', 'yes')
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { get() { throw new Error('broken for the test') } })
  })
  const broken = page.waitForEvent('pageerror')
  await page.goto('/screen')
  await broken
  await expect(page.locator('main')).toBeEmpty()
  await page.clock.fastForward(31_000)
  await expect(page.locator('.wall-figure')).toBeVisible()
  await page.close()
})

test('a slide that cannot be drawn is passed over on the glass and said to the admin', async () => {
  const { hello, screen } = await greeting()
  const reported = h.wall.waitForResponse('**/api/screen/failures')
  await hears([['hello', JSON.parse(hello) as object], ['screen', { ...screen, frames: screen.frames.map((frame) => ({ ...frame, picture: { kind: 'retention' } })) }]])
  expect((await reported).status()).toBe(204)
  await h.admin.goto('screens')
  await expect(h.admin.getByText('1 not shown')).toBeVisible()
  await h.wall.clock.fastForward(20_000)
  // Its server says something that can be drawn: it is tried again.
  await expect(h.figure()).toHaveText('4')
  await expect(h.wall.getByText('● Live')).toBeVisible()
})

// A night's worth by default; WALL_TURNS=5000 is more than 72 hours at a minute a slide.
const TURNS = Number(process.env.WALL_TURNS ?? 300)

test('turning on and on leaves nothing behind', async ({ browser }) => {
  test.setTimeout(600_000)
  const page = await (await browser.newContext({ baseURL: h.url, viewport: { width: 1280, height: 720 } })).newPage()
  await page.clock.install()
  await h.admin.goto('screens')
  await h.admin.getByRole('link', { name: 'Outside the COO’s office' }).click()
  await h.admin.getByRole('button', { name: 'Add a message' }).click()
  await h.admin.getByLabel('Message').fill('Good morning, {branch}')
  await h.saved()
  await h.admin.goto('interactions')
  await h.admin.getByRole('button', { name: 'Put this on the wall' }).first().click()
  await h.admin.getByRole('button', { name: 'Put it there' }).click()
  await h.admin.getByRole('link', { name: 'Look at the screen' }).click()
  const link = await h.link('Second', 'branch = Leeds')
  // What only that display says stands in the preview as that display has it.
  await h.admin.getByRole('list', { name: 'Slides' }).getByRole('button', { name: /^Good morning/ }).first().click()
  await expect(h.admin.locator('[data-preview]')).toContainText('Good morning, Leeds')
  await expect(h.admin.getByText('Shown as on a display where branch = Leeds.')).toBeVisible()
  await page.goto(link)
  await expect(page.getByText(/of 3/)).toBeVisible()
  // The same screen in another branch.
  await expect(async () => {
    await page.keyboard.press('ArrowRight')
    await expect(page.getByText('Good morning, Leeds')).toBeVisible({ timeout: 500 })
  }).toPass()
  expect(page.url()).toBe(`${h.url}/screen`)
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
  await expect(page.getByText(/● Live|○ (Not c|C)onnected/)).toBeVisible()
})
