import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One story, in order: nothing yet, then a shop whose customers come back, or do not.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let at: Harbour
let page: Page

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

const DAY = 86_400_000

/** Three hundred customers of a shop over two years: each has a pace and a day after which they come no more. */
function purchases(): Record<string, string | number>[] {
  const end = Date.now()
  return Array.from({ length: 300 }, (_, c) => {
    const pace = [14, 21, 40, 75, 160][c % 5] ?? 30
    const stays = [900, 90, 300, 700, 40, 500][c % 6] ?? 900
    const start = end - (730 - (c * 7) % 500) * DAY
    return Array.from({ length: 60 }, (__, k) => start + (k * pace + ((c * 13 + k * 29) % pace)) * DAY)
      .filter((t, k) => t < end - DAY && (k === 0 || t < start + stays * DAY))
      .map((t, k) => ({ id: `p-${c}-${k}`, customer: `S-${String(c).padStart(3, '0')}`, occurred_at: new Date(t).toISOString(), amount: 10 + ((c * 37) % 90) + ((k * 7) % 5) }))
  }).flat()
}

test('before anybody bought, the page says what is needed', async () => {
  await page.goto('segments/value')
  await expect(page.getByText('Nothing to expect yet')).toBeVisible()
  await at.accessible()
})

test('purchases bring it by themselves: concentration, list, who is still there, the check', async () => {
  await at.send('transactions', purchases())
  await expect(page.getByRole('heading', { name: /^The top 10.% of our customers are expected to bring .* of next year’s value$/ })).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('table', { name: 'The most valuable customers' }).getByRole('row')).toHaveCount(21)
  await expect(page.getByRole('table', { name: /^Probability of still being a customer/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: /purchases were expected; there were/ })).toBeVisible()
  await at.accessible()
})

test('a figure opens what it is and who is behind it; the model is there for who wants it', async () => {
  await page.getByRole('region', { name: 'Probability of still being a customer' }).getByRole('button').first().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Probability of still being a customer')
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await page.getByText('The models and their parameters').click()
  await expect(page.getByRole('table', { name: 'Parameters of the models' })).toContainText('alpha')
})

test('a customer’s page says what is expected of them', async () => {
  await page.getByRole('table', { name: 'The most valuable customers' }).getByRole('link').first().click()
  await expect(page.getByText(/Expected over the year after .*: worth/)).toBeVisible()
  await at.accessible()
  expect(at.failures).toEqual([])
})
