import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One customer we failed: taken on, acted on within a budget, told, and asked.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

test('with nobody unhappy the desk says what would stand there', async () => {
  await page.goto('recovery')
  await expect(page.getByRole('heading', { name: 'Nobody is waiting' })).toBeVisible()
  await at.accessible()
})

test('who is unhappy stands there by what is at stake, and is taken on', async () => {
  const iso = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  await at.send('customers', [{ id: 'ada', name: 'Ada Lovelace', email: 'ada@example.test' }, { id: 'bo', name: 'Bo Diddley' }])
  await at.send('interactions', [{ id: 'f', customer: 'ada', occurred_at: iso(-30), channel: 'Phone', touchpoint: 'Dispute a charge', direction: 'contact', impression: -2, summary: 'Nobody called back.' }])
  await at.send('promises', [{ id: 'p', customer: 'bo', made_at: iso(-80), due_at: iso(-70), text: 'Send the form' }])
  await expect(page.getByRole('heading', { name: /2 customers are waiting for us/ })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: '2', exact: true }).click()
  await expect(page.getByText('Who waits for several reasons counts under each, in the total once.')).toBeVisible()
  await page.keyboard.press('Escape')
  const ada = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Ada Lovelace' }) })
  await expect(ada).toContainText('Dispute a charge on Phone left a very bad impression')
  await ada.getByRole('button', { name: 'Take on' }).click()
  await expect(page.getByText('A very bad impression: Dispute a charge: Nobody called back.')).toBeVisible()
  await at.accessible()
})

test('her page says first that somebody is on it', async () => {
  await page.goto('customers/ada')
  const first = page.getByRole('region', { name: 'Before a contact' }).getByRole('definition').first()
  await expect(first).toContainText('You have taken this on, since ')
  await expect(first).toContainText('A very bad impression: Dispute a charge: Nobody called back. Nothing was done about it yet.')
  await at.accessible()
  await page.goto('recovery')
})

test('a budget is set, and holds', async () => {
  await page.getByRole('button', { name: 'Set a budget' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Role').selectOption('owner')
  await dialog.getByLabel('Amount, GBP').fill('25')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'You may still give £25.00 this month' })).toBeVisible()
  await page.getByRole('button', { name: 'Record an act' }).click()
  await dialog.getByLabel('What was done').fill('Called, and paid the second charge back')
  await dialog.getByLabel(/Given away, GBP/).fill('30')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await expect(dialog.getByText('You have 25 GBP of your budget left, and this would be 30 GBP.')).toBeVisible()
  await at.accessible()
  await dialog.getByLabel(/Given away, GBP/).fill('20')
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await expect(page.getByRole('heading', { name: 'You may still give £5.00 this month' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Goodwill given' })).toContainText('£20.00')
})

test('a note says what was done and why, and what is still to say', async () => {
  await page.getByRole('button', { name: 'Write a note' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Still to say: what happened.')).toBeVisible()
  await dialog.getByLabel('What went wrong').fill('you were charged twice')
  await expect(dialog.getByLabel('The note')).toHaveValue(/Dear Ada Lovelace,[^]*you were charged twice[^]*Called, and paid the second charge back[^]*£20\.00/)
  await expect(dialog.getByRole('link', { name: 'Open in your mail' })).toHaveAttribute('href', /^mailto:ada%40example\.test/)
  await at.accessible()
  await dialog.getByRole('button', { name: 'It is sent' }).click()
  await expect(page.getByText('Wrote to them: “We are sorry, and what we did”')).toBeVisible()
  await page.goto('customers/ada')
  await expect(page.getByRole('region', { name: 'Timeline' }).getByText('you were charged twice')).toBeVisible()
  await page.goto('recovery')
})

test('what the customer said closes the case, and in the same step what is settled with it', async () => {
  const iso = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  await at.send('issues', [{ id: 'twice', customer: 'ada', opened_at: iso(-40), title: 'Charged twice' }])
  await at.send('promises', [{ id: 'call', customer: 'ada', made_at: iso(-30), due_at: iso(30), text: 'Call her back' }])
  await page.getByLabel('What Ada Lovelace said').selectOption('put_right')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Settled with it? What is not ticked stays open.')).toBeVisible()
  await at.accessible()
  await dialog.getByLabel('Promise kept: Call her back').click()
  await dialog.getByLabel('Issue closed: Charged twice').click()
  await dialog.getByRole('button', { name: 'Close the case' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('table', { name: 'Goodwill given' })).toContainText('Put right')
  await expect(page.getByRole('heading', { name: /1 customer is waiting for us/ })).toBeVisible({ timeout: 30_000 })
  await page.goto('customers/ada')
  const first = page.getByRole('region', { name: 'Before a contact' })
  await expect(first).toContainText('put right')
  await expect(first.getByText('Open issue')).toHaveCount(0)
  await expect(first.getByText('Call her back')).toHaveCount(0)
  expect(at.failures.filter((line) => !line.includes('409'))).toEqual([])
})
