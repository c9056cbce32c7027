import { expect, test, type Browser, type Page } from '@playwright/test'
import { accessible } from './accessible'
import { emptyHarbour, type Harbour } from './harbour'

// One story, in order: a survey is made, a customer answers it on a phone without scripts, and what they wrote is found.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
let phone: Browser
let link = ''

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
  phone = browser
  await at.send('customers', [{ id: 'ann', name: 'Ann Archer' }])
})
test.afterAll(async () => {
  expect(at.failures).toEqual([])
  await at.stop()
})

test('a survey is made in a minute, and links for it', async () => {
  await page.goto('care/surveys')
  await page.getByRole('button', { name: 'New survey' }).first().click()
  await page.getByLabel('Name').fill('Once a year')
  await page.getByLabel('What is asked').selectOption('nps')
  await at.accessible()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Make links' }).click()
  await page.getByLabel('Customers').fill('ann\nann\n')
  await page.getByRole('button', { name: 'Make 1 link' }).click()
  link = await page.getByRole('list', { name: 'Links' }).getByRole('link').getAttribute('href') ?? ''
  expect(link).toMatch(/\/s\/[\w-]{70}$/)
  expect(link).not.toContain('ann')
})

test('nobody is asked twice without a word, and a link made before is found by the customer’s name', async () => {
  await at.send('customers', [{ id: 'bo', name: 'Bo Baker' }])
  await page.goto('care/surveys')
  await page.getByRole('button', { name: 'Make links' }).click()
  const sheet = page.getByRole('dialog')
  for (const name of ['Archer', 'Baker']) {
    await sheet.getByLabel('Find a customer').fill(name)
    await sheet.getByRole('list', { name: 'Customers found' }).getByRole('button', { name }).click()
  }
  await expect(sheet.getByLabel('Customers', { exact: true })).toHaveValue('ann\nbo\n')
  await sheet.getByRole('button', { name: 'Make 2 links' }).click()
  await expect(sheet.getByText('One of them was asked already')).toBeVisible()
  await expect(sheet.getByText(/^Ann Archer: asked .*, not answered$/)).toBeVisible()
  await at.accessible()
  await sheet.getByRole('button', { name: 'Give 2 links' }).click()
  await expect(sheet.getByText('1 link is made and counted as asked. 1 link made before is given again.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Links made' }).click()
  await sheet.getByLabel('Customer').fill('arch')
  const made = sheet.getByRole('list', { name: 'Links made' }).getByRole('listitem')
  await expect(made).toHaveCount(1)
  await made.getByRole('button', { name: 'Get the link' }).click()
  await expect(made.getByRole('button', { name: 'Copy the link' })).toBeVisible()
  await at.accessible()
  await page.keyboard.press('Escape')
})

test('it is answered on a phone, in one’s own language, without scripts or cookies, once', async () => {
  const looked = await phone.newContext({ viewport: { width: 320, height: 640 }, locale: 'de-DE' })
  const look = await looked.newPage()
  await look.goto(link)
  await expect(look.getByRole('group', { name: /Harbour Bank weiterempfehlen/ })).toBeVisible()
  await accessible(look)
  expect(await look.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await looked.close()

  const context = await phone.newContext({ viewport: { width: 390, height: 844 }, locale: 'fr-FR', javaScriptEnabled: false })
  const customer = await context.newPage()
  await customer.goto(link)
  await customer.getByRole('link', { name: 'English' }).click()
  await expect(customer.getByText('How likely are you to recommend Harbour Bank')).toBeVisible()
  await customer.getByRole('radio', { name: '9', exact: true }).check({ force: true })
  await customer.getByLabel('What is the main reason').fill('They called back, twice.')
  await customer.getByRole('button', { name: 'Send' }).click()
  await expect(customer.getByRole('heading', { name: 'Thank you.' })).toBeVisible()
  await customer.goto(link)
  await expect(customer.getByText('Vous avez déjà répondu')).toBeVisible()
  expect(await context.cookies()).toEqual([])
  await context.close()
})

test('what was written is found by its words, and leads to who wrote it', async () => {
  await page.goto('care/voice')
  await expect(page.getByText('1 comment', { exact: true })).toBeVisible()
  await page.getByLabel('Words').fill('nobody wrote this')
  await expect(page.getByText('Nobody wrote that')).toBeVisible()
  await page.getByLabel('Words').fill('CALLED twice')
  await expect(page.getByRole('list', { name: 'Comments' }).getByRole('link', { name: 'Ann Archer' })).toBeVisible()
  await expect(page).toHaveURL(/q=CALLED/)
  await at.accessible()
  await page.goto('care/surveys')
  await expect(page.getByText('2 asked, 1 of 2 answered')).toBeVisible()
})
