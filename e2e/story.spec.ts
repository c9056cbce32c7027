import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One customer's story as a colleague reads it before a contact; then two records that are one person.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const brief = () => page.getByRole('region', { name: 'Before a contact' })
const timeline = () => page.getByRole('region', { name: 'Timeline' })

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
  const now = Date.now()
  const iso = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  const contact = { customer: 'ada', touchpoint: 'Dispute a charge', issue: 'billed' }
  await at.send('customers', [
    { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.test', acquired_at: iso(-9000), attributes: { language: 'French' } },
    { id: 'ada-2', name: 'A. Lovelace', email: 'ADA@example.test', acquired_at: iso(-900), attributes: { phone: '020 7946 0958' } },
  ])
  await at.send('issues', [{ id: 'billed', customer: 'ada', opened_at: iso(-60), title: 'Billed twice' }])
  await at.send('interactions', [
    { ...contact, id: '1', occurred_at: iso(-3), channel: 'Web', direction: 'contact', result: 'failed' }, { ...contact, id: '2', occurred_at: iso(-4), channel: 'Web', direction: 'contact', result: 'failed' },
    { ...contact, id: '3', occurred_at: iso(-30), channel: 'Phone', direction: 'contact', impression: -2 },
    { id: '4', customer: 'ada-2', occurred_at: iso(-80), channel: 'Phone', direction: 'contact' },
  ])
  await at.send('promises', [{ id: 'call', customer: 'ada', issue: 'billed', made_at: iso(-30), due_at: iso(-26), text: 'Call back within a day', owner: 'Bo' }])
  await at.send('interactions', Array.from({ length: 10_000 }, (_, i) => ({ id: `m${i}`, customer: 'many', occurred_at: iso(-i / 3), channel: 'Web', touchpoint: 'See the balance', direction: 'lookup' })))
  await at.settled()
})
test.afterAll(async () => { await at.stop() })

test('a colleague reads first where they come from, what we owe, and what is open', async () => {
  await page.goto('customers/ada')
  await expect(brief()).toContainText('Dispute a charge on Web, 2 times, last 3 h ago, about “Billed twice”')
  await expect(brief()).toContainText('Last impressions: very bad (Phone, 1 day ago)')
  await expect(brief()).toContainText('1 promise open, 1 overdue')
  await expect(brief()).toContainText('Billed twice open for 3 days, 3 contacts on Phone and Web')
  await at.accessible()
  await brief().getByRole('button', { name: 'Kept: Call back within a day' }).click()
  await expect(brief()).toContainText('We owe nothing.')
})

test('small things are written down, and attributes kept in view', async () => {
  await brief().getByRole('button', { name: 'Write down something to remember' }).click()
  await brief().getByRole('textbox', { name: 'Something to remember' }).fill('Prefers mornings')
  await page.keyboard.press('Enter')
  await expect(brief().getByText('Prefers mornings')).toBeVisible()
  await page.getByRole('button', { name: 'Remember: Language' }).click()
  await expect(brief().getByText('French')).toBeVisible()
  await brief().getByRole('button', { name: /Remove the note/ }).click()
  await expect(brief().getByText('Prefers mornings')).toBeHidden()
  await at.accessible()
})

test('the timeline is gathered by issue, and narrowed by kind and channel', async () => {
  await page.getByRole('radio', { name: 'By issue' }).check({ force: true })
  await expect(page).toHaveURL(/group=issue/)
  await timeline().getByRole('button', { name: /Billed twice/ }).click()
  await expect(timeline().getByText('Call back within a day')).toBeVisible()
  await at.accessible()
  await page.getByRole('radio', { name: 'By day' }).check({ force: true })
  await page.getByLabel('Channel', { exact: true }).selectOption('phone')
  await expect(timeline().getByRole('listitem')).toHaveCount(1)
})

test('ten thousand entries draw no more than a page, and older ones when asked', async () => {
  await page.goto('customers/many')
  await expect(timeline().getByRole('listitem')).toHaveCount(50)
  await timeline().getByRole('button', { name: 'Show older' }).click()
  await expect(timeline().getByRole('listitem')).toHaveCount(100)
})

test('two records of one person are compared, made one, and two again', async () => {
  await page.goto('customers/duplicates')
  const pair = page.getByRole('listitem').filter({ hasText: 'Ada Lovelace' }).filter({ hasText: 'A. Lovelace' })
  await expect(pair).toContainText('Same e-mail')
  await at.accessible()
  await pair.getByRole('button', { name: 'Merge…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Everything of ada-2 will be ada’s: 1 interaction.')
  await expect(dialog.getByRole('row', { name: /Phone/ })).toContainText('020 7946 0958')
  await at.accessible()
  await dialog.getByRole('button', { name: 'Merge into ada' }).click()
  await expect(page.getByText('No two customers share an e-mail address')).toBeVisible()
  await page.goto('customers/ada-2')
  await expect(page.getByText('ada-2')).toBeVisible()
  await expect(brief()).toContainText('Dispute a charge on Web')
  // Its way back is on the page itself.
  await expect(page.locator('section').filter({ hasText: 'What was merged' }).getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.goto('customers/duplicates')
  await page.getByRole('region', { name: 'What was merged' }).or(page.locator('section').filter({ hasText: 'What was merged' })).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('undone by')).toBeVisible()
  await expect(pair).toBeVisible()
  await pair.getByRole('button', { name: 'Two people' }).click()
  await expect(page.getByText('No two customers share an e-mail address')).toBeVisible()
  expect(at.failures).toEqual([])
})
