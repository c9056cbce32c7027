import AxeBuilder from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { instance } from './instance'

// One file's story, in order, on a server of its own.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let server: Awaited<ReturnType<typeof emptyInstance>>
let page: Page
const { owner, organisation } = instance
const base = `/${organisation.slug}/data/import`
const accessible = async () => expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([])

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  server = await emptyInstance({
    INIT_ORG_NAME: organisation.name, INIT_ORG_SLUG: organisation.slug, INIT_ORG_TIMEZONE: organisation.timezone, INIT_ORG_CURRENCY: organisation.currency,
    INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password,
  })
  page = await (await browser.newContext({ baseURL: server.url })).newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`/${organisation.slug}`, { timeout: 60_000 })
})
test.afterAll(async ({ browser }) => { await server.stop(browser) })

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
