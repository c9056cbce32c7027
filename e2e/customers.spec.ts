import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
const accessible = () => at.accessible()
const rows = () => at.page.getByRole('table', { name: 'Customers' }).getByRole('row')

test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  const now = Date.now()
  const iso = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
  await at.send('customers', [{ id: 'a/b 100%', name: '=Ada', email: 'ada@example.test', attributes: { branch: 'Old Town' } }])
  await at.send('issues', [{ id: 'billed', customer: 'a/b 100%', opened_at: iso(-60), title: 'Billed twice' }])
  await at.send('promises', [{ id: 'call', customer: 'a/b 100%', issue: 'billed', made_at: iso(-50), due_at: iso(-26), text: 'Call back within a day' }])
  await at.send('interactions', [{ id: 'failed', customer: 'a/b 100%', occurred_at: iso(-48), channel: 'phone', touchpoint: 'Resolve a billing question', direction: 'contact', result: 'failed', issue: 'billed', summary: 'Nobody called back.' }])
  await at.settled()
})
test.afterAll(async () => { await at.stop() })

test('the list is found, filtered, ordered and paged on the server, by its address', async () => {
  await at.page.goto('customers')
  await expect(at.page.getByText('1–50 of 61 customers')).toBeVisible()
  await accessible()
  await at.page.getByRole('button', { name: 'Next page' }).click()
  await expect(at.page).toHaveURL(/page=2/)
  await expect(at.page.getByText('51–61 of 61 customers')).toBeVisible()
  await at.page.goBack()
  await at.page.getByLabel('Status', { exact: true }).selectOption('left')
  await expect(at.page.getByText('1–10 of 10 customers')).toBeVisible()
  await at.page.getByRole('button', { name: 'Clear' }).click()
  await at.page.getByRole('button', { name: 'Value', exact: true }).click()
  await expect(at.page).toHaveURL(/sort=value/)
  await expect(rows().nth(1)).toContainText('C-059')
  await at.page.getByRole('searchbox', { name: 'Search customers' }).fill('customer 1')
  await expect(at.page.getByText('1–11 of 11 customers')).toBeVisible()
  await at.page.getByRole('searchbox', { name: 'Search customers' }).fill('nobody at all')
  await expect(at.page.getByText('Nobody matches')).toBeVisible()
})

test('the filtered list is a file, and no spreadsheet runs its cells', async () => {
  await at.page.goto('customers?q=ada%40example')
  await expect(rows()).toHaveCount(2)
  const [file] = await Promise.all([at.page.waitForEvent('download'), at.page.getByRole('link', { name: 'Export as CSV' }).click()])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/^a\/b 100%,'=Ada,ada@example\.test,/)
})

test('one customer: what we owe them, and everything that happened', async () => {
  await at.page.getByRole('link', { name: 'a/b 100%' }).click()
  await expect(at.page.getByRole('heading', { level: 1 })).toHaveText('=Ada')
  await expect(at.page.getByText('1 promise open, 1 overdue')).toBeVisible()
  await expect(at.page.getByText('Old Town')).toBeVisible()
  await expect(at.page.getByText('Moment failed')).toBeVisible()
  await expect(at.page.getByText('Nobody called back.')).toBeVisible()
  await accessible()
  await at.page.getByLabel('Kind', { exact: true }).selectOption('promise')
  await expect(at.page).toHaveURL(/kind=promise/)
  await expect(at.page.getByLabel('Timeline').getByText('Call back within a day')).toBeVisible()
  await expect(at.page.getByText('Nobody called back.')).toBeHidden()
})

test('new records appear while the page is open', async () => {
  await at.page.getByLabel('Kind', { exact: true }).selectOption('')
  await at.send('interactions', [{ id: 'again', customer: 'a/b 100%', occurred_at: new Date().toISOString(), channel: 'web', touchpoint: 'See the balance', direction: 'lookup' }])
  await expect(at.page.getByLabel('Timeline').getByText('See the balance')).toBeVisible()
})

test('erasing asks for the id, and afterwards nobody is there', async () => {
  expect(at.failures).toEqual([])
  const [file] = await Promise.all([at.page.waitForEvent('download'), at.page.getByRole('link', { name: 'Everything as a file' }).click()])
  expect(file.suggestedFilename()).toBe('everything.json')
  await at.page.getByRole('button', { name: 'Erase…' }).click()
  const dialog = at.page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Erase for good' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('a/b 100%')
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await expect(at.page).toHaveURL('customers')
  await at.page.goto(`customers/${encodeURIComponent('a/b 100%')}`)
  await expect(at.page.getByRole('heading', { name: 'No such customer' })).toBeVisible()
})
