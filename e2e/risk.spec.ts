import { expect, test, type Page } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

// One story, in order: a customer in trouble, the list, their page; then answers and channels.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let at: Harbour
let page: Page
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  page = at.page
  await at.send('interactions', [{ id: 'bad', customer: 'C-001', occurred_at: ago(6), channel: 'phone', touchpoint: 'Resolve a billing question', direction: 'contact', result: 'failed', impression: -2 }])
  await at.send('promises', [9, 5].map((due) => ({ id: `late-${due}`, customer: 'C-001', made_at: ago(due + 3), due_at: ago(due), text: 'We call back' })))
  await at.send('responses', Array.from({ length: 60 }, (_, i) => ({ id: `worth-${i}`, customer: `C-${String(i).padStart(3, '0')}`, survey: 'perceived_value', occurred_at: ago(3), score: i % 3 === 0 ? 3 : 8, scale_min: 0, scale_max: 10 })))
  await at.settled()
})
test.afterAll(async () => { await at.stop() })

test('whoever is in trouble is on the list with the reasons, and their page says so', async () => {
  await page.goto('customers')
  await page.getByRole('navigation', { name: 'Customers' }).getByRole('link', { name: 'At risk' }).click()
  const row = page.getByRole('table', { name: 'Customers at risk' }).getByRole('row', { name: /Customer 1\b/ })
  await expect(row).toContainText('broken promises', { timeout: 90_000 })
  await expect(row).toContainText('strong negative impression')
  await expect(page.getByRole('heading', { name: /at risk, with £.* at stake/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'What gives points' })).toContainText('Silent')
  await at.accessible()
  await row.getByRole('button').first().click()
  await expect(page.getByRole('dialog')).toContainText('points')
  await page.keyboard.press('Escape')
  await page.goto('customers/C-001')
  await expect(page.getByRole('note', { name: 'Risk of leaving' })).toContainText('At risk')
  await at.accessible()
})

test('what customers say stands against what they are worth, in four lists', async () => {
  await page.goto('segments')
  await page.getByRole('navigation', { name: 'Segments' }).getByRole('link', { name: 'Valued by them' }).click()
  await expect(page.getByRole('heading', { name: /^Of [\d,]+ who answered, [\d,]+ (is|are) valuable to us and values? us less than / })).toBeVisible()
  await expect(page.getByRole('figure', { name: 'Customers by value to us and value to them' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Valuable to us, unvalued by them: to be cared for first' })).toBeVisible()
  await page.getByText('Valuable, valued', { exact: true }).click()
  await expect(page.getByRole('heading', { name: /to be kept, and asked for a recommendation/ })).toBeVisible()
  await at.accessible()
})

test('breadth is held against the published claim, and says over which months', async () => {
  // Breadth is counted among those who were customers when the first of the two stretches began.
  await at.send('customers', Array.from({ length: 60 }, (_, c) => ({ id: `C-${String(c).padStart(3, '0')}`, acquired_at: '2020-01-01T00:00:00Z' })))
  await at.settled()
  await page.goto('segments/breadth')
  await expect(page.getByRole('table', { name: 'Channels, margin and retention' })).toContainText('Two channels')
  await expect(page.getByText(/Published: 15/)).toBeVisible()
  await at.accessible()
  expect(at.failures).toEqual([])
})
