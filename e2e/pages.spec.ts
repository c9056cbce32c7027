import { expect, test, type Page } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

// One known history; the tests read it, the last one writes.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page

test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

test('the overview says what happened, and a figure opens', async () => {
  await page.goto(at.home)
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'customers left in' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'moments with a known result failed' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2 }).filter({ hasText: 'interactions per customer' })).toBeVisible()
  const answer = page.getByRole('region', { name: 'Are we all right?' })
  await expect(answer).toContainText(/(Yes|Not quite|As far as we can see, yes|Too early to say|Cannot be told).*\.$/)
  const inspector = page.getByRole('dialog')
  await answer.getByRole('button').first().click()
  await expect(inspector).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await page.getByRole('heading', { level: 2 }).getByRole('button', { name: /customers left in/ }).click()
  await expect(inspector).toContainText('Customers at the start of the newest whole month')
  await expect(inspector.getByRole('table')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
})

const PAGES = ['', '/interactions', '/customers', '/customers/C-001', '/segments', '/moments', '/churn', '/data', '/data/import', '/data/keys', '/data/quality', '/data/fields', '/settings', '/alerts', '/care/machines', '/care/voice', '/care/surveys', '/settings/notifications']
for (const path of PAGES) {
  test(`${path || '/'} is accessible in light and dark, fails nowhere, and on a phone nothing is wider than the screen`, async () => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(`${at.home}${path}`)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      // Nothing but colours is other in the dark.
      await at.accessible(scheme === 'dark' ? { rules: ['color-contrast'] } : {})
    }
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    // What is drawn to the width it has (charts) is drawn anew.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(at.failures.splice(0)).toEqual([])
  })
}

test('an open page follows new data by itself', async () => {
  await page.goto('data')
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Kiosk' })).toHaveCount(0)
  await at.send('interactions', [{ id: 'kiosk-1', customer: 'C-001', occurred_at: new Date().toISOString(), channel: 'kiosk' }])
  await expect(page.getByRole('cell', { name: /Kiosk/ }).first()).toBeVisible()
})
