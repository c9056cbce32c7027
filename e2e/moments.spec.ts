import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, sendHistory, type Harbour } from './harbour'

// One story, in order: no touchpoint is a moment, one is marked, and what gathers around it is read.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const accessible = () => at.accessible()

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
  await sendHistory(at)
})
test.afterAll(async () => { await at.stop() })

test('the well-known moments are offered, each with the touchpoint that looks like it', async () => {
  await page.goto('moments')
  await expect(page.getByRole('heading', { name: 'Which of your interactions can make or break a relationship?' })).toBeVisible()
  await accessible()
  const offer = page.getByRole('listitem').filter({ hasText: 'They think we took too much' })
  await expect(offer.getByLabel('Touchpoint for “Resolve a billing question”')).toHaveValue('resolve_a_billing_question')
  await offer.getByRole('button', { name: 'Mark it' }).click()
  await expect(page.getByRole('heading', { name: /of the moments with a known result failed/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Which of your interactions can make or break a relationship?' })).toBeHidden()
})

test('what followed is said as association, and a rate shows the moments behind it', async () => {
  await expect(page.getByRole('heading', { name: /customers left after a failed moment/ })).toBeVisible()
  await expect(page.getByText('This is what is associated with a result, not what it caused.')).toBeVisible()
  await page.getByRole('table', { name: 'Effects by touchpoint and result' }).getByRole('row', { name: /^All moments/ }).getByRole('button').last().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Moments of the window by their result')
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await accessible()
})

test('every moment is listed with how it ended, and on a phone nothing is left out', async () => {
  const rows = page.getByRole('table', { name: 'Moments', exact: true }).getByRole('row')
  await expect(rows.nth(1)).toContainText('Resolve a billing question')
  await page.getByLabel('How it ended').selectOption('failed')
  await expect(page).toHaveURL(/ended=failed/)
  await expect(rows.nth(1)).toContainText('still waiting')
  await page.getByLabel('Which moment').selectOption('resolve_a_billing_question')
  await expect(page).toHaveURL(/which=resolve_a_billing_question/)
  const before = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  const first = page.getByRole('list', { name: 'Moments', exact: true }).getByRole('listitem').first()
  await expect(first).toContainText(/Customer \d+.*Resolve a billing question.*failed.*still waiting, .*30 days:.*60 days:.*90 days:/)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await accessible()
  if (before) await page.setViewportSize(before)
  await rows.nth(1).getByRole('link', { name: /^Customer \d+$/ }).click()
  await expect(page.getByRole('region', { name: 'Before a contact' })).toBeVisible()
})
