import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One story, in order: a promise is noted on a customer's page, changed, kept, taken back and withdrawn.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
  await at.send('customers', [{ id: 'ann', name: 'Ann Archer' }, { id: 'bob', name: 'Bob Baker' }])
})
test.afterAll(async () => {
  expect(at.failures).toEqual([])
  await at.stop()
})

test('P on a customer’s page notes a promise in one line', async () => {
  await page.goto('customers/ann')
  await expect(page.getByRole('heading', { name: 'Ann Archer' })).toBeVisible()
  await expect(page.getByText('Live')).toBeVisible()
  await page.keyboard.press('p')
  const text = page.getByLabel('What we promised')
  await expect(text).toBeFocused()
  // A time in the sentence is meant, until another is written beside it.
  await text.fill('Call back by friday noon')
  await expect(page.getByLabel('By when, in words')).toHaveValue('friday noon')
  await expect(page.getByText(/^Due .*12:00, as you wrote it\./)).toBeVisible()
  await page.getByLabel('By when, in words').fill('soonish')
  await expect(page.getByText('“soonish” is not understood.')).toBeVisible()
  await page.getByLabel('By when, in words').fill('in 3 days')
  await text.fill('Call back about the credit')
  await at.accessible()
  await text.press('Enter')
  await expect(page.getByText(/^Promise to .+ noted$/).first()).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Call back about the credit' }).first()).toBeVisible()
  // The line is free for the next one; closed, the hand is where that begins.
  await expect(text).toBeFocused()
  await expect(text).toHaveValue('')
  await text.press('Escape')
  await expect(page.getByRole('button', { name: 'Note a promise' })).toBeFocused()
})

test('five are written without waiting for a slow server; one that is refused is given back', async () => {
  const make = /\/api\/trpc\/.*promises\.make/
  const said = ['call within two weeks', 'answer by 15 June', 'letter next monday', 'pay back the fee', 'refund by end of month']
  const sent: string[] = []
  let refuse = true
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  await page.route(make, async (route) => {
    sent.push(said.find((one) => (route.request().postData() ?? '').includes(`"${one}"`)) ?? 'changed')
    if (sent.length === 1) await held
    if (sent.at(-1) === 'pay back the fee' && refuse) { refuse = false; return route.abort() }
    return route.continue()
  })
  await page.goto('customers/bob')
  await expect(page.getByText('Live')).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByLabel('What we promised')).toBeFocused()
  for (const one of said) {
    await page.keyboard.type(one)
    await page.keyboard.press('Enter')
  }
  await expect(page.getByText('Saving 5 promises…')).toBeVisible()
  // A time that cannot be read is asked about.
  await page.keyboard.type('Send form by 30/2')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Write the month as a word/)).toBeVisible()
  await expect(page.getByLabel('By when, in words')).toBeFocused()
  await page.getByLabel('What we promised').fill('')
  release()
  await expect(page.getByText(/was not saved:/)).toBeVisible()
  await expect(page.getByText(/^Saving/)).toBeHidden()
  expect(sent).toEqual(said)
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByLabel('What we promised')).toHaveValue('pay back the fee')
  await page.getByLabel('What we promised').press('Enter')
  await expect(page.getByText(/was not saved:/)).toBeHidden()
  await expect(page.getByText(/^Saving/)).toBeHidden()
  await page.unroute(make)
  await page.goto('promises')
  const rows = page.getByRole('table', { name: 'Promises', exact: true }).getByRole('row')
  for (const one of said) await expect(rows.filter({ hasText: one })).toHaveCount(1)
  // The tests that follow begin from what they know.
  for (const one of said) {
    const row = rows.filter({ hasText: one })
    await row.getByRole('button', { name: 'Kept' }).click()
    await expect(row).toContainText('kept on time')
  }
  at.failures.length = 0
})

test('the ledger shows what presses first, and who owes it', async () => {
  await at.send('promises', [{ id: 'late', customer: 'bob', made_at: hours(-72), due_at: hours(-30), text: 'Send the form', team: 'North' }])
  await page.goto('promises')
  const rows = page.getByRole('table', { name: 'Promises' }).getByRole('row')
  await expect(rows.nth(1)).toContainText('Send the form')
  await expect(rows.nth(1)).toContainText('overdue')
  await expect(rows.nth(2)).toContainText('Call back about the credit')
  await expect(page.getByText('1 promise is overdue')).toBeVisible()
  await at.accessible()
})

test('the most at stake first, and on a phone everything of a promise on it', async () => {
  await at.send('transactions', Array.from({ length: 12 }, (_, i) => ({ id: `t${i}`, customer: 'ann', occurred_at: hours(-(i + 1) * 700), amount: 1234 })))
  await page.getByLabel('Order', { exact: true }).selectOption('value')
  await expect(page).toHaveURL(/order=value/)
  await expect(page.getByRole('table', { name: 'Promises' }).getByRole('row').nth(1)).toContainText('Ann Archer')
  const before = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  const stacked = page.getByRole('list', { name: 'Promises' }).getByRole('listitem')
  await expect(stacked.first()).toContainText(/Ann Archer£[1-9].*Call back about the credit/)
  await expect(stacked.nth(1)).toContainText(/Bob Baker.*Send the form.*overdue.*nobody yet, team North/)
  await stacked.nth(1).scrollIntoViewIfNeeded()
  await expect(stacked.nth(1).getByRole('button', { name: 'Kept' })).toBeInViewport({ ratio: 1 })
  // Several at once, with the verbs in sight above the bar of the frame.
  await page.getByLabel('Choose all 2 on this page').check()
  await expect(page.getByText('2 chosen')).toBeInViewport()
  await stacked.first().getByRole('checkbox', { name: 'Choose: Call back about the credit, Ann Archer' }).uncheck()
  await page.getByRole('button', { name: 'Kept', exact: true }).last().click()
  await expect(stacked.nth(1)).toContainText('kept late')
  await expect(page.getByText('1 of 2 done')).toBeInViewport()
  await stacked.nth(1).getByRole('button', { name: 'Undo' }).click()
  await expect(stacked.nth(1)).toContainText('overdue')
  await at.accessible()
  if (before) await page.setViewportSize(before)
  await page.goto('promises')
})

test('another owner and another clock', async () => {
  const row = page.getByRole('row', { name: /Send the form/ })
  await row.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Change owner or time…' }).click()
  await page.getByRole('textbox', { name: 'Owner' }).fill('Carol')
  await page.getByRole('textbox', { name: 'Due', exact: true }).fill('tomorrow noon')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('Carol')
  await expect(row).not.toContainText('overdue')
})

test('kept with one press, taken back, withdrawn', async () => {
  const row = page.getByRole('row', { name: /Send the form/ })
  await row.getByRole('button', { name: 'Kept' }).click()
  await expect(row).toContainText('kept on time')
  await row.getByRole('button', { name: 'Undo' }).click()
  await expect(row).not.toContainText('kept on time')
  await row.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'The customer no longer needs it' }).click()
  await expect(row).toContainText('withdrawn by the customer')
  await page.getByRole('button', { name: 'Show what is left' }).click()
  await expect(row).toHaveCount(0)
  await page.getByText('Done', { exact: true }).first().click()
  await expect(row).toContainText('withdrawn by the customer')
})

test('fifty are worked through by keys alone', async () => {
  await at.send('promises', Array.from({ length: 55 }, (_, i) => ({ id: `n${i}`, customer: 'bob', made_at: hours(-90), due_at: hours(-60 - i), text: `Promise ${i}`, team: i % 2 ? 'North' : 'South' })))
  await page.goto('promises?team=North&view=overdue')
  const table = page.getByRole('table', { name: 'Promises', exact: true })
  await expect(table.getByRole('row')).toHaveCount(28)
  await page.goto('promises?view=overdue')
  await expect(table.getByRole('row')).toHaveCount(51)
  await page.keyboard.press('w')
  await expect(table.getByRole('checkbox', { name: 'Choose: Promise 0, Bob Baker' })).toBeFocused()
  // One no longer needed, taken back; then two at once, one by hand over, and the rest one by one.
  await page.keyboard.press('n')
  await expect(page.getByText('The customer no longer needs “Promise 0”?')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('The customer no longer needs “Promise 0”?')).toBeHidden()
  await expect(table.getByRole('row').nth(1)).toContainText('overdue')
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await expect(table.getByRole('row').nth(1)).toContainText('withdrawn by the customer')
  await page.keyboard.press('u')
  await expect(table.getByRole('row').nth(1)).toContainText('overdue')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('2 chosen')).toBeVisible()
  await page.keyboard.press('k')
  await expect(page.getByText('2 of 50 done')).toBeVisible()
  for (let i = 2; i < 50; i++) await page.keyboard.press('k')
  await expect(page.getByText('50 of 50 done')).toBeVisible()
  await at.accessible()
  const on = page.getByRole('button', { name: 'Go on' })
  await expect(on).toBeFocused()
  await expect(on).not.toHaveAttribute('aria-busy', 'true')
  await page.keyboard.press('Enter')
  await expect(table.getByRole('row')).toHaveCount(6)
  await expect(table.getByRole('checkbox', { name: 'Choose: Promise 50, Bob Baker' })).toBeFocused()
})

test('a list that could not be read is not taken for an empty one', async () => {
  const lists = /\/api\/trpc\/.*promises\.list/
  await page.route(lists, (route) => route.fulfill({ status: 500, contentType: 'application/json', body: '[]' }))
  await page.goto('promises?view=done&order=value')
  await expect(page.getByText('The promises could not be read')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('No promises here')).toBeHidden()
  await page.unroute(lists)
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page.getByRole('table', { name: 'Promises', exact: true }).getByRole('row').nth(1)).toContainText(/kept|withdrawn/)
  // What the browser said of it was wanted.
  at.failures.length = 0
})
