import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'
import { history } from './history'

// One story, in order: nothing yet, tiers cut by themselves, tiers cut anew.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const accessible = () => at.accessible()

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

test('before anything was bought the page says what is needed, then shows the tiers by itself', async () => {
  await page.goto('segments')
  await expect(page.getByText('There are no value tiers yet')).toBeVisible()
  await accessible()
  const { customers, transactions } = history(new Date())
  await at.send('customers', customers)
  await at.send('transactions', transactions)
  await expect(page.getByRole('heading', { name: /^Top customers, .* of all, hold .* of the value$/ })).toBeVisible({ timeout: 60_000 })
})

test('a figure says what it counts and shows who is behind it', async () => {
  await page.getByRole('table', { name: 'Value by tier' }).getByRole('row', { name: /^Top/ }).getByRole('button').first().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Historic value of known customers')
  await expect(inspector.getByText('Customers · Top', { exact: true })).toBeVisible()
  await expect(inspector.getByRole('table')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
})

test('tiers are tried out before they are applied, and hold from today on', async () => {
  await page.getByRole('button', { name: 'Change the tiers' }).click()
  const preview = page.getByRole('table', { name: 'Preview of the tiers' })
  await expect(preview.getByRole('row')).toHaveCount(5)
  const top = page.getByRole('textbox', { name: 'Tier 1: % of customers' })
  await top.fill('0')
  await expect(page.getByText('Top must be above 0.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Apply from today on' })).toBeDisabled()
  await accessible()
  await top.fill('25')
  await page.getByRole('button', { name: 'Remove High' }).click()
  await page.getByRole('textbox', { name: 'Name of tier 1' }).fill('Best')
  await expect(preview.getByRole('row')).toHaveCount(4)
  await expect(preview.getByRole('row', { name: /^Best/ })).toContainText('new')
  await expect(page.getByRole('table', { name: 'Customers who would move' }).getByRole('row', { name: /Best/ }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Apply from today on' }).click()
  await expect(page.getByText('the best 25')).toBeVisible()
  await expect(page.getByText('before that the tiers were cut by an earlier rule')).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Best customers, .* of all, hold .* of the value$/ })).toBeVisible({ timeout: 60_000 })
})

test('a segmentation is built from conditions with a live count, applied, and its flow is drawn', async () => {
  await page.goto('segments/all')
  await expect(page.getByRole('table', { name: 'Segmentations' }).getByRole('link', { name: 'Value tiers' })).toBeVisible()
  await accessible()
  await page.getByRole('button', { name: 'New segmentation' }).click()
  await page.getByRole('textbox', { name: 'Name of the segmentation' }).fill('Good and silent')
  await page.getByRole('textbox', { name: 'Segment 1' }).fill('Good buyers')
  await page.getByRole('combobox', { name: 'Over which days' }).selectOption('')
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('500')
  await page.getByRole('button', { name: 'Group' }).click()
  await page.getByRole('combobox', { name: 'What' }).nth(1).selectOption('days_since_contact')
  await page.getByRole('textbox', { name: 'Value', exact: true }).nth(1).fill('0')
  const preview = page.getByRole('table', { name: 'Preview of the segments' })
  await expect(preview.getByRole('row')).toHaveCount(3)
  await expect(page.getByText(/customers in relationship were looked at/)).toBeVisible()
  await accessible()
  await page.getByRole('button', { name: 'Create it' }).click()
  await expect(page.getByRole('heading', { name: 'Good and silent', level: 1 })).toBeVisible()
  await expect(page.getByRole('figure', { name: /^Customers who moved between segments/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('value at least £500').first()).toBeVisible()
  await accessible()
  // Where segments are chosen from a list, each says whose it is.
  await page.goto('churn')
  await page.getByRole('combobox', { name: 'Segment', exact: true }).selectOption({ label: 'Good and silent: Everyone else' })
  await expect(page).toHaveURL(/segment=good_and_silent(%3A|:)everyone_else/)
})
