import { expect, test } from '@playwright/test'
import { accessible } from './accessible'
import { emptyHarbour } from './harbour'
import { hall, onlyContacts, slidesOf, type Hall } from './hall'

// One story, in order: a screen is made, hung, fed, interrupted, given a view, and taken down. What a wall endures is in wall.spec.ts.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let h: Hall
test.beforeAll(async ({ browser }) => {
  h = await hall(browser, await emptyHarbour(browser))
  await h.contact()
})
test.afterAll(() => h.stop())

test('a screen begins finished, and its slides are put in order with the keys', async () => {
  await h.admin.goto('screens')
  await h.admin.getByRole('button', { name: 'Make a screen' }).first().click()
  await h.admin.getByLabel('Name').fill('Outside the COO’s office')
  await expect(h.admin.getByRole('radio', { name: 'Are we all right now?' })).toBeChecked()
  await h.admin.getByRole('button', { name: 'Make', exact: true }).click()
  const slides = slidesOf(h.admin)
  await expect(slides.first()).toContainText('Are we all right?')
  await expect(h.admin.locator('[data-preview]')).toContainText('Too early to say')
  await expect(slides.nth(1)).toContainText('Contacts today')
  await slides.nth(1).getByRole('button').first().press('Alt+ArrowUp')
  await expect(slides.first()).toContainText('Contacts today')
  // With the mouse too: its handle dragged below the next, and back.
  const handle = (n: number) => slides.nth(n).locator('svg').first()
  await handle(0).dragTo(slides.nth(1))
  await expect(slides.first()).toContainText('Are we all right?')
  await handle(1).dragTo(slides.first())
  await expect(slides.first()).toContainText('Contacts today')
  await h.saved()
  await h.admin.reload()
  await expect(slides.first()).toContainText('Contacts today')
  await accessible(h.admin, { exclude: '[data-preview]' })
  // Only this one turns from here on: the story needs a wall that stands still.
  await onlyContacts(h.admin)
  await h.saved()
})

test('a television shows a code, an admin types it, and the screen is on', async () => {
  await h.wall.clock.install()
  await h.wall.goto('/screen')
  const code = h.wall.getByRole('status', { name: 'Pairing code' })
  await expect(code).toHaveText(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
  await h.admin.getByRole('button', { name: 'Add a display' }).click()
  await h.admin.getByRole('textbox', { name: 'Code' }).fill((await code.textContent()) ?? '')
  await h.admin.getByLabel('Name').last().fill('Lobby')
  await h.admin.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(h.wall.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  await expect(h.figure()).toHaveText('1')
  await expect(h.wall.getByText('● Live')).toBeVisible()
  await expect(h.admin.getByRole('table', { name: 'Displays' })).toContainText('here now')
  await accessible(h.wall, { tags: ['wcag2a', 'wcag2aa', 'wcag2aaa'] })
  // Its colours are the wall's own, also in the composer, whose page is light.
  const [there, here] = await Promise.all([h.wall, h.admin].map((page) => page.locator('.wall').evaluate((wall) => { const spot = wall.appendChild(document.createElement('i')); spot.style.color = 'var(--ch-phone)'; const { color } = getComputedStyle(spot); spot.remove(); return color })))
  expect(here).toBe(there)
  // No scrollbars at any proportions.
  for (const size of [{ width: 1280, height: 720 }, { width: 1080, height: 1920 }, { width: 2560, height: 1080 }, { width: 1920, height: 1080 }]) {
    await h.wall.setViewportSize(size)
    expect(await h.wall.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0])
  }
})

test('what is recorded is on the glass at once', async () => {
  await h.contact()
  await expect(h.figure()).toHaveText('2', { timeout: 5000 })
})

test('a message interrupts every wall and lets go', async () => {
  await h.admin.goto('screens')
  await h.admin.getByRole('button', { name: 'Interrupt all screens' }).click()
  const words = 'Customers who ask are told when it works again '.repeat(9)
  for (const [title, text] of [['Card payments are down', 'Tell customers: cash and transfers work. Next news at 15:00.'], [words.slice(0, 120).trim(), words.slice(0, 400).trim()]] as const) {
    await h.admin.getByLabel('Message').fill(title)
    await h.admin.getByLabel('What to do').fill(text)
    await h.admin.getByRole('button', { name: 'Interrupt', exact: true }).click()
    await expect(h.wall.locator('.wall-take')).toContainText(title)
    await expect(h.wall.locator('.wall-foot')).not.toContainText(/\d of \d/)
    // Whatever the wall, all of it stands above the foot.
    for (const [width, height] of [[1280, 720], [1080, 1920], [2560, 1080], [3840, 2160], [1920, 1080]] as const) {
      await h.wall.setViewportSize({ width, height })
      const [above, below, right] = await h.wall.locator('.wall-take').evaluate((take) => {
        const range = document.createRange()
        range.selectNodeContents(take.querySelector('.wall-taken') ?? take)
        const { top, bottom, right: end } = range.getBoundingClientRect()
        return [top, (take.querySelector('.wall-foot')?.getBoundingClientRect().top ?? 0) - bottom, innerWidth - end]
      })
      expect([above, below, right].map((room) => (room ?? -1) > 0), `${title} at ${width} × ${height}`).toEqual([true, true, true])
    }
  }
  await h.admin.getByRole('button', { name: 'End' }).click()
  await expect(h.wall.locator('.wall-take')).toBeHidden()
  // The glass is quicker than the page: a button that is busy still would swallow the key.
  await expect(h.admin.getByRole('button', { name: 'End' })).toBeHidden()
  await expect(h.wall.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  await h.admin.keyboard.press('Escape')
})

test('a slide that fails is passed over on the wall and said to the admin', async () => {
  await h.admin.getByRole('link', { name: 'Outside the COO’s office' }).click()
  await h.admin.getByRole('button', { name: 'Add a message' }).click()
  await h.admin.getByLabel('Message').fill('Good morning, {branch}')
  await expect(h.admin.getByText('Not shown: {branch} stands for nothing here')).toBeVisible()
  await h.saved()
  await expect(h.wall.getByText('1 of')).toBeHidden()
  await h.admin.getByLabel('Variables').fill('branch = Bristol')
  await expect(h.admin.getByText(/Not shown: \{branch\}/)).toBeHidden()
  await h.wall.keyboard.press('ArrowRight')
  await expect(h.wall.getByText('Good morning, Bristol')).toBeVisible()
})

test('a slide is on at its hours only, and a meeting sees the same full-screen', async () => {
  const hour = Number((await h.wall.locator('.wall-foot strong').textContent())?.slice(0, 2))
  const at = (ahead: number) => `${String((hour + 24 + ahead) % 24).padStart(2, '0')}:00`
  await h.admin.getByLabel('Only at certain hours').check()
  for (const day of ['Saturday', 'Sunday']) await h.admin.getByRole('button', { name: day }).click()
  await h.admin.getByLabel('From', { exact: true }).fill(at(2))
  await h.admin.getByLabel('To', { exact: true }).fill(at(4))
  await expect(h.wall.getByText('Good morning, Bristol')).toBeHidden()
  await expect(h.wall.getByText('1 of')).toBeHidden()
  // Where it is composed, too, it is said not to be on, and when it is.
  const own = slidesOf(h.admin).filter({ hasText: 'Good morning' })
  await expect(own).toContainText(new RegExp(`Not now: next (today|tomorrow|on \\w+day) at ${at(2)}`))
  await expect(h.admin.getByText('Not on the wall now: this slide is shown next')).toBeVisible()
  await h.admin.getByLabel('From', { exact: true }).fill(at(-1))
  await expect(own).not.toContainText('Not now')
  await expect(h.wall.getByText(/ of 2/)).toBeVisible()
  await h.saved()
  await h.admin.getByRole('button', { name: 'Present' }).click()
  await expect.poll(() => h.admin.evaluate(() => document.fullscreenElement?.hasAttribute('data-preview'))).toBe(true)
  const presented = h.admin.locator('[data-preview]')
  // Saved is known before the slides are answered again with the new hours.
  await expect(presented).toContainText(/ of 2/)
  await h.admin.keyboard.press('ArrowRight')
  const one = await presented.getByText('Good morning, Bristol').isVisible()
  await h.admin.keyboard.press('ArrowRight')
  await expect(presented.getByText('Good morning, Bristol')).toBeVisible({ visible: !one })
  // The browser's own way out of the whole screen ends it.
  await h.admin.evaluate(() => document.exitFullscreen())
  await expect(h.admin.getByRole('dialog', { name: 'Presentation' })).toBeHidden()
})

test('where a browser refuses the whole screen a presentation has the whole window, from the slide looked at', async () => {
  await h.admin.evaluate(() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('refused')) })
  await slidesOf(h.admin).filter({ hasText: 'Contacts today' }).getByRole('button').first().click()
  await h.admin.getByRole('button', { name: 'Present' }).click()
  const shown = h.admin.getByRole('dialog', { name: 'Presentation' })
  await expect(shown.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  expect(await shown.locator('[data-preview]').boundingBox()).toEqual({ x: 0, y: 0, ...h.admin.viewportSize() })
  await h.admin.keyboard.press('ArrowRight')
  await expect(shown.getByText('Good morning, Bristol')).toBeVisible()
  await h.admin.keyboard.press('PageUp')
  await expect(shown.getByRole('heading', { name: 'Contacts today' })).toBeVisible()
  await h.admin.keyboard.press('ArrowDown')
  await h.admin.keyboard.press('Escape')
  await expect(shown).toBeHidden()
  await expect(h.admin.locator('[data-preview]')).toContainText('Good morning, Bristol')
})

test('what is added while a report is being chosen, or a save is under way, is kept', async () => {
  const titles = () => slidesOf(h.admin).getByRole('button', { pressed: true }).or(slidesOf(h.admin).getByRole('button', { pressed: false })).allTextContents()
  const add = async (text: string) => {
    await h.admin.getByRole('button', { name: 'Add a message' }).click()
    await h.admin.getByLabel('Message').fill(text)
  }
  const hold = async (of: RegExp) => {
    let free = () => {}
    const held = new Promise<void>((resolve) => { free = resolve })
    const asked = h.admin.waitForRequest(of)
    await h.admin.route(of, async (route) => { await held; await route.fallback() })
    return { asked, free: async () => { free(); await h.admin.unroute(of) } }
  }
  await h.admin.getByRole('button', { name: 'Add a report' }).click()
  await h.saved()
  const choice = await hold(/screens\.beginning/)
  await h.admin.getByLabel('Report').selectOption('promises')
  await choice.asked
  await add('While it is chosen')
  await h.saved()
  await choice.free()
  await expect.poll(async () => (await titles()).join()).toContain('Promises due now')
  await h.saved()
  const save = await hold(/screens\.save/)
  await add('First')
  await save.asked
  await add('Second')
  await save.free()
  await h.saved()
  await h.admin.reload()
  await expect(slidesOf(h.admin)).toHaveCount(6)
  expect((await titles()).map((title) => /While it is chosen|First|Second|Promises due now/.exec(title)?.[0]).filter(Boolean)).toEqual(['Promises due now', 'While it is chosen', 'First', 'Second'])
  for (const text of ['While it is chosen', 'First', 'Second', 'Promises due now']) {
    const one = slidesOf(h.admin).filter({ hasText: text })
    await one.hover()
    await one.getByRole('button', { name: /^Remove/ }).click()
  }
  await h.saved()
})

test('reports stepped through by key are asked about once, where the choice rests', async () => {
  await h.admin.getByRole('button', { name: 'Add a report' }).click()
  await h.saved()
  const asked: string[] = []
  const note = (request: { url(): string }) => { if (request.url().includes('screens.beginning')) asked.push(decodeURIComponent(request.url())) }
  h.admin.on('request', note)
  let free = () => {}
  const held = new Promise<void>((resolve) => { free = resolve })
  await h.admin.route(/screens\.beginning/, async (route) => { await held; await route.fallback() })
  const report = h.admin.getByLabel('Report')
  const names = await report.locator('option').evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value))
  // One that is asked about already is given up; those stepped over are not asked about at all.
  const begun = h.admin.waitForRequest(/screens\.beginning/)
  await report.selectOption(names[2] ?? '')
  const first = await begun
  await expect(h.admin.getByLabel('Drawn as')).toBeDisabled()
  const given = h.admin.waitForEvent('requestfailed', (request) => request === first)
  for (const name of [names[3], names[4], 'promises']) await report.selectOption(name ?? '')
  await given
  free()
  await expect(slidesOf(h.admin).last()).toContainText('Promises due now')
  await expect(h.admin.getByLabel('Drawn as')).toBeEnabled()
  expect(asked.map((url) => /"report":"([^"]+)"/.exec(url)?.[1])).toEqual([names[2], 'promises'])
  h.admin.off('request', note)
  await h.admin.unroute(/screens\.beginning/)
  const added = slidesOf(h.admin).last()
  await added.hover()
  await added.getByRole('button', { name: /^Remove/ }).click()
  await h.saved()
})

test('a rule interrupts every wall, and lets go with its end', async () => {
  await h.send('promises', [{ id: 'call back', customer: 'c1', made_at: new Date(Date.now() - 7_200_000).toISOString(), due_at: new Date(Date.now() - 3_600_000).toISOString() }])
  await h.admin.goto('alerts')
  await h.admin.getByRole('listitem').filter({ hasText: 'More than 50 promises are overdue' }).getByRole('button', { name: 'Use this' }).click()
  await h.admin.getByLabel('Line').fill('0')
  await h.admin.getByRole('switch', { name: /Interrupt every screen/ }).click()
  await h.admin.getByRole('button', { name: 'Make this alert' }).click()
  await expect(h.wall.locator('.wall-take')).toContainText('Overdue 1 is above 0')
  await h.admin.getByRole('switch', { name: /^Watch:/ }).click()
  await expect(h.wall.locator('.wall-take')).toBeHidden()
  await expect(h.wall.getByText('● Live')).toBeVisible()
})

test('a view is put on the wall from its panel, with a target', async () => {
  await h.admin.goto(`interactions?inspect=${encodeURIComponent(JSON.stringify({ report: 'interactions-over-time', parameters: { interval: 'day' }, cell: { key: 'total', field: 'contacts' } }))}`)
  const panel = h.admin.getByRole('dialog', { name: /^About/ })
  await panel.getByRole('button', { name: 'Set a target' }).click()
  await h.admin.getByRole('textbox', { name: 'Value', exact: true }).fill('10')
  await h.admin.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(panel.getByText('Target: at most 10')).toBeVisible()
  await panel.getByRole('button', { name: 'Put this on the wall' }).click()
  await h.admin.getByRole('button', { name: 'Put it there' }).click()
  await expect(h.admin.getByText('It is on “Outside the COO’s office”')).toBeVisible()
  await expect(async () => {
    await h.wall.keyboard.press('ArrowRight')
    // By the last whole day, where there is one.
    await expect(h.wall.getByText(/^Target at most 10: (not passed so far|met on \d)/)).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('a display that is taken off goes dark within a second', async () => {
  await h.admin.getByRole('link', { name: 'Look at the screen' }).click()
  const displays = h.admin.getByRole('table', { name: 'Displays' })
  await displays.getByRole('row', { name: /Lobby/ }).getByRole('button', { name: 'Change' }).click()
  await h.admin.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Lobby, left')
  await h.admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const row = displays.getByRole('row', { name: /Lobby, left/ })
  await row.getByRole('button', { name: 'Revoke' }).click()
  const removed = h.wall.getByRole('heading', { name: 'This display was removed from its screen' }).waitFor({ timeout: 10_000 })
  const answered = h.admin.waitForResponse((response) => response.url().includes('revokeDevice'))
  // A first question that hangs leaves it without a code only until it is asked anew.
  await h.wall.route('**/api/screen/pairing', () => {}, { times: 1 })
  await h.admin.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await answered
  const began = performance.now()
  await removed
  expect(performance.now() - began).toBeLessThan(1000)
  await h.wall.clock.fastForward(10_000)
  await expect(h.wall.getByRole('status', { name: 'Pairing code' })).toHaveText(/^[A-Z0-9]{3}-[A-Z0-9]{3}$/)
})

test('one screen serves every branch: each display shows its own, and says what is of all', async ({ browser }) => {
  await h.patch('organisation', { dimensions: ['branch'] })
  await h.send('customers', ['Leeds', 'York'].map((branch) => ({ id: branch, acquired_at: '2020-01-01T00:00:00Z', attributes: { branch } })))
  await h.send('interactions', [...Array<string>(6).fill('Leeds'), 'York'].map((customer, n) => ({ id: `in ${n}`, customer, occurred_at: new Date(Date.now() - 1000).toISOString(), channel: 'phone', direction: 'contact' })))
  await h.admin.goto('screens')
  await h.admin.getByRole('button', { name: 'Make a screen' }).first().click()
  await h.admin.getByLabel('Name').fill('Every branch')
  await h.admin.getByLabel('Each display shows').selectOption('branch')
  await h.admin.getByRole('button', { name: 'Make', exact: true }).click()
  await expect(slidesOf(h.admin).nth(1)).toContainText('Contacts today')
  await slidesOf(h.admin).nth(1).getByRole('button').first().click()
  await expect(h.admin.getByLabel('Only where')).toHaveValue('branch:{branch}')
  // What no record says is not taken for a branch without a word.
  await h.admin.getByRole('button', { name: 'Add a display' }).click()
  const dialog = h.admin.getByRole('dialog')
  await dialog.getByRole('tab', { name: 'By link' }).click()
  await dialog.getByLabel('Name').fill('Leeds')
  await expect(dialog.locator('datalist option')).toHaveCount(2)
  await dialog.getByLabel('Its branch').fill('Leds')
  await dialog.getByRole('button', { name: 'Make a link' }).click()
  await expect(dialog.getByText('No record says branch “Leds”')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Make the link all the same' })).toBeVisible()
  await accessible(h.admin, { exclude: '[data-preview]' })
  await dialog.getByRole('button', { name: 'Take “Leeds”' }).click()
  await expect(dialog.getByLabel('Its branch')).toHaveValue('Leeds')
  await dialog.getByRole('button', { name: 'Make a link' }).click()
  const link = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()
  const glass = await (await browser.newContext({ baseURL: h.url, viewport: { width: 1920, height: 1080 } })).newPage()
  await glass.goto(link)
  await expect(glass.getByRole('heading', { name: 'Are we all right? · whole organisation' })).toBeVisible()
  await glass.keyboard.press('ArrowRight')
  await expect(glass.getByRole('heading', { name: 'Contacts today · Leeds' })).toBeVisible()
  // One to four of a branch would not be told.
  await expect(glass.locator('.wall-figure')).toHaveText('6')
  await glass.context().close()
  // A view put on this screen can be of each display's own branch, too.
  await h.admin.goto('interactions')
  await h.admin.getByRole('button', { name: 'Put this on the wall' }).first().click()
  await h.admin.getByRole('combobox', { name: 'Screen' }).selectOption('Every branch')
  await expect(h.admin.getByLabel('Of which branch')).toHaveValue('fixed')
  await h.admin.getByLabel('Of which branch').selectOption('own')
  await h.admin.getByRole('button', { name: 'Put it there' }).click()
  await h.admin.getByRole('link', { name: 'Look at the screen' }).click()
  await slidesOf(h.admin).last().getByRole('button').first().click()
  await expect(h.admin.getByLabel('Only where')).toHaveValue('branch:{branch}')
})
