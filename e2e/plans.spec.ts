import { expect, test, type Page } from '@playwright/test'
import { accessible } from './accessible'
import { harbour, type Harbour } from './harbour'

// One story, in order: a suggestion, a plan, its verdict, and the meeting about it.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
let plan: string
test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

/** The first of a month, so many months from this one. */
const month = (months: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
}

test('what could be better is written down, scored, and becomes a plan', async () => {
  await page.goto('plans')
  await expect(page.getByText('No plan yet')).toBeVisible()
  await at.accessible()
  await page.getByRole('link', { name: 'See what the record suggests' }).click()
  await page.getByRole('button', { name: 'Add one of your own' }).click()
  await page.getByLabel('What could be better').fill('Fewer have to ask')
  await page.getByLabel('Value to customers').selectOption('5')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Taken up' }).getByRole('listitem').filter({ hasText: 'Fewer have to ask' })).toContainText('Score 45')
  await at.accessible()
  await page.getByRole('group', { name: 'How opportunities are shown' }).getByText('List').click()
  await page.getByRole('table', { name: 'Opportunities' }).getByRole('button', { name: 'Make a plan' }).click()
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByRole('heading', { name: 'Fewer have to ask', level: 1 })).toBeVisible()
  plan = page.url()
})

test('one question at a time; not knowing yet is an answer and stays visible', async () => {
  await page.getByLabel('Who exactly is this for?').fill('Everybody who rings')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await expect(page.getByLabel('Why them, and why now?')).toBeVisible()
  await page.getByRole('button', { name: 'Don’t know yet' }).click()
  await expect(page.getByRole('heading', { name: '1 of 21 questions answered, 1 not known yet' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Who it is for' })).toContainText('Don’t know yet')
})

test('the days that made us pick it are no baseline; what is said before the start stays', async () => {
  const [pickedTo, baselineTo] = [page.getByLabel('up to, not including').nth(0), page.getByLabel('up to, not including').nth(1)]
  await page.getByLabel('Days that made you pick it, from').fill(month(-6))
  await pickedTo.fill(month(-5))
  await page.getByLabel('Baseline from').fill(month(-16))
  await baselineTo.fill(month(-5))
  await page.getByLabel('Starts on').fill(month(-5))
  await page.getByLabel('Review on').fill(month(0))
  await page.getByRole('button', { name: 'Say so' }).click()
  await expect(page.getByText('the period that made us pick the target is not the baseline')).toBeVisible()
  await baselineTo.fill(month(-6))
  await page.getByRole('button', { name: 'Say so' }).click()
  await expect(page.getByText('Smallest change it can find, said after it began')).toBeVisible()
  await page.getByRole('button', { name: 'Start the plan' }).click()
  await page.getByRole('button', { name: /^Start( all the same)?$/ }).click()
  await expect(page.getByRole('heading', { name: 'Its day has come: what does the record say?' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Say so' })).toHaveCount(0)
})

test('two browsers: a note of one is seen by the other and becomes an action; a comment names somebody', async () => {
  const second = await page.context().newPage()
  await second.goto(plan)
  await expect(second.getByText('Live', { exact: true })).toBeVisible()
  await page.getByLabel('A note').fill('Ring them before they ring us')
  await page.getByRole('button', { name: 'Put it up' }).click()
  await expect(second.getByRole('list', { name: 'Notes' })).toContainText('Ring them before they ring us')
  await second.getByRole('list', { name: 'Notes' }).getByRole('button', { name: 'Action' }).click()
  await expect(page.getByRole('table', { name: 'Actions' })).toContainText('Ring them before they ring us')
  await second.close()
  await page.getByRole('button', { name: 'Ring them before they ring us' }).click()
  await page.getByLabel('How it stands').selectOption('stuck')
  await page.getByLabel('Why?').fill('no numbers')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Actions' })).toContainText('no numbers')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByLabel('Say something').fill('Who has the numbers?')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Comments' })).toContainText('Who has the numbers?')
})

test('the meeting knows what is stuck, and its minutes write themselves', async () => {
  await page.goto('plans/meeting')
  await page.getByRole('button', { name: 'Open a meeting' }).click()
  await expect(page.getByRole('table', { name: 'Stuck' })).toContainText('no numbers')
  await expect(page.getByRole('table', { name: 'Measures' })).toContainText('Verdict due')
  await page.getByLabel('We decide').fill('Ask the desk for the numbers')
  await page.getByRole('button', { name: 'Write it down' }).click()
  await expect(page.getByRole('list', { name: 'Decided' })).toContainText('Ask the desk')
  await at.accessible()
  await page.getByRole('button', { name: 'Close and write the minutes' }).click()
  await expect(page.getByRole('list', { name: 'What we said last time' })).toContainText('Ask the desk for the numbers')
})

test('the verdict is given on its day, is kept, and whoever has the link reads it', async ({ browser }) => {
  await page.goto(plan)
  await page.getByRole('button', { name: 'Give the verdict' }).click()
  await expect(page.getByRole('heading', { name: /^(It moved|No change|Can’t tell):/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Before and after', exact: true })).toContainText('95 % interval')
  await expect(page.getByRole('list', { name: 'Before you believe it' })).toContainText('days after it began')
  await at.accessible()
  await page.getByRole('button', { name: 'Share a link' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const link = await page.getByText(/\/shared\/tsp_/).innerText()
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'Fewer have to ask', level: 1 })).toBeVisible()
  await accessible(stranger)
  await page.getByRole('button', { name: 'Close it' }).click()
  await expect(page.getByRole('list', { name: 'Open links' })).toHaveCount(0)
  expect((await stranger.goto(link))?.status()).toBe(404)
  await stranger.context().close()
})

test('two groups by lot: lift and z to three decimals', async () => {
  await page.goto('plans/test')
  await page.getByRole('group', { name: 'Control' }).getByLabel('People').fill('1000')
  await page.getByRole('group', { name: 'Control' }).getByLabel('of whom did it').fill('90')
  await page.getByRole('group', { name: 'Treated' }).getByLabel('People').fill('1100')
  await page.getByRole('group', { name: 'Treated' }).getByLabel('of whom did it').fill('130')
  await expect(page.getByText('2.106', { exact: true })).toBeVisible()
  await expect(page.getByText('2.818 points', { exact: true })).toBeVisible()
  await at.accessible()
})

test('published claims stand with their arithmetic; pages fit a phone, and fail nowhere', async () => {
  await page.goto('plans/assumptions')
  await expect(page.getByRole('list', { name: 'Published claims' })).toContainText('The arithmetic says 22.6 % a year')
  await page.emulateMedia({ colorScheme: 'dark' })
  await at.accessible()
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['plans', 'plans?view=list', 'plans?view=timeline', 'plans/opportunities', 'plans/opportunities?view=list', 'plans/opportunities?view=timeline', 'plans/assumptions', 'plans/meeting', 'plans/test', plan]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
  }
  // The link that was closed is the one thing that was to be missing.
  expect(at.failures.filter((line) => !line.includes('/shared/'))).toEqual([])
})
