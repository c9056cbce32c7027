import { expect, test } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  await at.patch('channels/phone', { cost_per_contact: 6 })
})
test.afterAll(async () => { await at.stop() })

const heading = (text: string | RegExp) => at.page.getByRole('heading', { level: 2 }).filter({ hasText: text })

test('totals before shares, and every part of the page has its say', async () => {
  await at.page.goto('interactions')
  await expect(heading(/interactions:.*contacts,.*look-ups,.*messages/)).toBeVisible()
  await expect(heading(/digital replace|Digital use/)).toBeVisible()
  await expect(heading('interactions per customer and month')).toBeVisible()
  await expect(heading('Of all interactions, web')).toBeVisible()
  await expect(heading('are at touchpoints that matter')).toBeVisible()
  await expect(heading('contacts per customer')).toBeVisible()
  await expect(heading('a year')).toBeVisible()
  await expect(heading('to answer customers, £6.00 per contact')).toBeVisible()
  await at.accessible()
})

test('the sum of the whole window opens, with as many records behind it', async () => {
  const contacts = heading('look-ups').getByRole('button', { name: 'contacts' })
  await contacts.click()
  const inspector = at.page.getByRole('dialog')
  const shown = (await inspector.getByRole('navigation').textContent())?.match(/of ([\d,]+) interactions/)?.[1]
  await expect(inspector).toContainText(shown ?? 'as many')
  // And all of them can be had as a file, not only the page that is seen.
  const file = await at.page.request.get(await inspector.getByRole('link', { name: `CSV: these ${shown} interactions` }).getAttribute('href') ?? '')
  expect((await file.text()).trim().split('\n')).toHaveLength(Number(shown?.replaceAll(',', '')) + 1)
  await expect(at.page).toHaveURL(/inspect=/)
  await at.page.goBack()
  await expect(inspector).toBeHidden()
})

test('filters are in the address, narrow what is shown, and Back undoes them', async () => {
  await at.page.getByLabel('Channel', { exact: true }).selectOption('phone')
  await expect(at.page).toHaveURL(/channel=phone/)
  await expect(heading(/interactions:\s100\s%\scontacts/)).toBeVisible()
  await expect(heading('Of all interactions')).toBeHidden()
  await at.page.goBack()
  await expect(heading('Of all interactions, web')).toBeVisible()
  await at.page.getByLabel('What is counted', { exact: true }).selectOption('contacts')
  await expect(heading('Of all contacts, phone')).toBeVisible()
})

test('a comparison stands beside, over as many elapsed days', async () => {
  await at.page.goto('interactions?compare=previous')
  await expect(at.page.getByText('as many elapsed days')).toBeVisible()
  await expect(at.page.getByLabel('Period', { exact: true })).toHaveValue('default')
})

test('nothing failed in the browser meanwhile', () => { expect(at.failures).toEqual([]) })
