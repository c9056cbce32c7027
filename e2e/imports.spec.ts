import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One file's story, in order.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const base = 'data/import'
const accessible = () => at.accessible({ include: 'main' })

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
})
test.afterAll(() => at.stop())

const rows = Array.from({ length: 40 }, (_, i) => `T-${i + 1},cust-${i % 9},${String((i % 27) + 1).padStart(2, '0')}/03/2026 09:30,${i % 2 ? 'Phone' : 'Web form'},Ask about fees`)
const csv = `ticket_ref,customer_id,created,channel,topic\n${rows.join('\n')}\nT-41,cust-1,31/02/2026 10:00,Phone,Ask about fees\n`
const file = (name: string, content: string | Buffer) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })

test('nothing has been imported yet, and a file that is none is told apart', async () => {
  await page.goto(base)
  await expect(page.getByText('Nothing has been imported yet')).toBeVisible()
  await accessible()
  await page.locator('input[type=file]').setInputFiles(file('book.xlsx', Buffer.from('PK\u0003\u0004 and so on')))
  await expect(page.getByRole('alert').filter({ hasText: 'zip archive or an Excel workbook' })).toBeVisible()
})

test('a dropped file is sniffed, its mapping mended, and the first rows follow', async () => {
  await page.locator('input[type=file]').setInputFiles(file('tickets.csv', csv))
  await expect(page.getByRole('heading', { level: 1, name: 'tickets.csv' })).toBeVisible()
  await expect(page.getByText(/The first 41 rows give/)).toBeVisible()
  await expect(page.getByText('1 row would be refused', { exact: false })).toBeVisible()
  await accessible()
  const gone = page.getByRole('button', { name: /^Do not make issues$/ })
  if (await gone.isVisible()) await gone.click()
  await page.getByRole('button', { name: 'interaction channel: values' }).click()
  await page.getByLabel('interaction channel: “Web form” means').fill('web')
  await expect(page.getByRole('region', { name: 'First rows as Interaction' }).getByRole('cell', { name: 'web', exact: true }).first()).toBeVisible()
  await page.getByLabel('Source', { exact: true }).fill('desk')
  await page.getByRole('button', { name: 'Save as…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Tickets')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved as “Tickets”', { exact: true })).toBeVisible()
})

test('it is brought in, and its refused row comes back as a file', async () => {
  await page.getByRole('button', { name: 'Start the import' }).click()
  await expect(page).toHaveURL(new RegExp(`${base}/[0-9a-f-]{36}$`))
  await expect(page.getByRole('heading', { name: '40 records came in, 1 were refused' })).toBeVisible()
  await accessible()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the refused rows' }).click()])
  expect(download.suggestedFilename()).toBe('tickets-rejects.csv')
  const text = await readFile(await download.path(), 'utf8')
  expect(text.split('\r\n')[0]).toBe('_reason,_source,_row,ticket_ref,customer_id,created,channel,topic')

  await page.goto(base)
  await page.locator('input[type=file]').setInputFiles(file('tickets-rejects.csv', text.replaceAll('31/02/2026', '28/02/2026')))
  await page.getByLabel('Mapping', { exact: true }).selectOption({ value: 'saved:Tickets' })
  await expect(page.getByText('The first 1 rows give 1 interaction.')).toBeVisible()
  await page.getByRole('button', { name: 'Start the import' }).click()
  await expect(page.getByRole('heading', { name: '1 records came in' })).toBeVisible()
})

test('it is taken back by its name, and listed as such', async () => {
  await page.goto(base)
  await expect(page.getByRole('region', { name: 'Imports' }).getByRole('row')).toHaveCount(3)
  await page.getByRole('link', { name: 'tickets.csv', exact: true }).click()
  await page.getByRole('button', { name: 'Take back' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Take back' })).toBeDisabled()
  await dialog.getByLabel(/Type/).fill('tickets.csv')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText(/^Taken back \d/)).toBeVisible()
  await page.goto(base)
  await expect(page.getByRole('region', { name: 'Imports' }).getByText('taken back')).toBeVisible()
})
