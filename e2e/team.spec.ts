import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One plan, from what the record suggests to its verdict, by three people in three browsers.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let ada: Page
let vera: Page
let grace: Page
let plan: string

/** The first of a month, so many months from this one. */
const month = (months: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10)
}

/** Eighteen months of disputes, of which four in ten fail, and one in ten since the plan began; and of accounts opened, of which two in ten fail throughout. */
function disputes(): Record<string, string>[] {
  return Array.from({ length: 18 }, (_, i) => i - 18).flatMap((m) => Array.from({ length: 50 - ((m + 18) % 3) }, (_, c) => c).flatMap((c) => {
    const lot = (c * 7 + (m + 18) * 3) % 10
    // Somebody comes on every day of each month, to its last: a feed that stops before a review is not believed.
    const last = new Date(Date.UTC(Number(month(m).slice(0, 4)), Number(month(m).slice(5, 7)), 0)).getUTCDate()
    const one = (touchpoint: string, failsBelow: number) => ({ id: `${touchpoint}-${c}-${m}`, customer: `C-${c}`, occurred_at: `${month(m).slice(0, 8)}${String(1 + ((c * 11) % last)).padStart(2, '0')}T10:00:00Z`, channel: 'phone', touchpoint, direction: 'contact', result: lot < failsBelow ? 'failed' : 'met' })
    return [one('Dispute a charge', m >= -4 ? 1 : 4), one('Open an account', 2)]
  }))
}

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  ada = at.page
  await at.send('interactions', disputes())
  for (const slug of ['dispute_a_charge', 'open_an_account']) await at.patch(`touchpoints/${slug}`, { class: 'moment_that_matters' })
  await at.settled()
  vera = await at.joined('Vera Rubin')
  grace = await at.joined('Grace Hopper')
})
test.afterAll(async () => { await at.stop() })

test('what the record suggests is taken up, moved by the keyboard, linked, and becomes a plan with its measure', async () => {
  await ada.goto('plans/opportunities')
  const suggestion = ada.getByRole('list', { name: 'Suggestions' }).getByRole('listitem').filter({ hasText: 'Dispute a charge' }).first()
  await expect(suggestion).toContainText('measured by: Failed moments: share of those with a known result, at “Dispute a charge”')
  await suggestion.getByRole('button', { name: 'Take it up' }).click()
  const looked = ada.getByRole('region', { name: 'Being looked into' })
  await ada.getByRole('button', { name: /^Move “Dispute a charge.*” to Being looked into$/ }).press('Enter')
  await expect(looked.getByRole('button', { name: /^Dispute a charge/ })).toBeVisible()
  await expect(looked.getByRole('button', { name: /to In a plan$/ })).toBeFocused()
  await at.accessible()
  await looked.getByRole('button', { name: /^Dispute a charge/ }).click()
  await ada.getByLabel('Effort').selectOption('2')
  await ada.getByLabel('What it is about').selectOption({ label: 'Moment: Dispute a charge' })
  await ada.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.getByRole('dialog')).toHaveCount(0)
  await looked.getByRole('button', { name: /to In a plan$/ }).click()
  await ada.getByRole('button', { name: 'Begin' }).click()
  await expect(ada.getByRole('heading', { name: /^Dispute a charge/, level: 1 })).toBeVisible()
  plan = ada.url()
  await expect(ada.getByLabel('The one figure')).toHaveValue('moment-outcomes share_of_known')
  await expect(ada.getByLabel('Whose')).toHaveValue('touchpoint|dispute_a_charge')
})

test('all three are at the plan, see each other, and answer at once without losing a word', async () => {
  await Promise.all([vera.goto(plan), grace.goto(plan)])
  await expect(ada.getByText('Also here:').locator('..')).toContainText('Grace Hopper')
  await expect(ada.getByText('Also here:').locator('..')).toContainText('Vera Rubin')
  const steps = (page: Page) => page.getByRole('list', { name: 'Steps' })
  await steps(vera).getByRole('button', { name: /What they need/ }).click()
  await vera.getByLabel('What do they need, practically?').fill('Their money back within a day')
  await steps(grace).getByRole('button', { name: /Who we are to them/ }).click()
  await grace.getByLabel('What did we promise them?').fill('Nobody pays for what they did not buy')
  await expect(ada.getByText('Also here:').locator('..')).toContainText('at the questions')
  await Promise.all([vera, grace].map((page) => page.getByRole('button', { name: 'Save and go on' }).click()))
  await expect(ada.getByRole('region', { name: 'What they need' })).toContainText('Their money back within a day')
  await expect(ada.getByRole('region', { name: 'Who we are to them' })).toContainText('Nobody pays for what they did not buy')
})

test('a note of one becomes an action of another, who is told; a comment names the third', async () => {
  await grace.getByLabel('A note').fill('One desk owns every dispute')
  await grace.getByRole('button', { name: 'Put it up' }).click()
  await vera.getByRole('list', { name: 'Notes' }).getByRole('listitem').filter({ hasText: 'One desk owns' }).getByRole('button', { name: 'Action' }).click()
  await ada.getByRole('table', { name: 'Actions' }).getByRole('button', { name: 'One desk owns every dispute' }).click()
  await ada.getByLabel('Who does it').selectOption({ label: 'Grace Hopper' })
  await ada.getByLabel('Due').fill(month(-1))
  await ada.getByRole('button', { name: 'Save', exact: true }).click()
  // The action's own comments go with it.
  await expect(ada.getByRole('dialog')).toBeHidden()
  await expect(vera.getByRole('table', { name: 'Actions' })).toContainText('Grace Hopper')
  await expect(grace.getByRole('button', { name: /^Notifications, 1 / })).toBeVisible()
  await ada.getByLabel('Say something').fill('@Vera Rubin, is the day right?')
  await ada.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(vera.getByRole('list', { name: 'Comments' })).toContainText('is the day right?')
  await expect(vera.getByRole('button', { name: /^Notifications, 1 / })).toBeVisible()
})

test('with whom to compare is proposed with its figures; on its day all three see one verdict', async () => {
  await ada.getByLabel('Starts on').fill(month(-4))
  await ada.getByLabel('Review on').fill(month(0))
  await expect(ada.getByText('A comparison is there: at “Open an account”')).toBeVisible()
  await ada.getByRole('button', { name: 'Compare with it' }).click()
  await expect(ada.getByRole('radio', { name: /At “Open an account”.*Proposed/ })).toBeChecked()
  await expect(ada.getByText('No drift of the gap between the two is seen')).toBeVisible()
  await at.accessible()
  await ada.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(ada.getByText(/^Comparison: at “Open an account”\./)).toBeVisible()
  await ada.getByRole('button', { name: 'Start the plan' }).click()
  await ada.getByRole('button', { name: /^Start( all the same)?$/ }).click()
  await expect(vera.getByRole('heading', { name: 'Its day has come: what does the record say?' })).toBeVisible()
  // On what evidence the comparison was chosen stands there as it was, with what before and after rest on.
  await expect(vera.getByText(/^Comparison: at “Open an account”\. As it stood when it was chosen: /)).toBeVisible()
  await expect(vera.getByRole('columnheader', { name: 'Rests on, before and after' })).toBeVisible()
  await vera.getByRole('button', { name: 'Give the verdict' }).click()
  await vera.getByRole('dialog', { name: 'Give the verdict?' }).getByRole('button', { name: 'Give it' }).click()
  for (const page of [ada, vera, grace]) await expect(page.getByRole('heading', { name: /^It moved:/ })).toBeVisible()
  await expect(grace.getByRole('table', { name: 'Before and after', exact: true })).toContainText('Difference in differences')
  await grace.goto(at.home)
  await expect(grace.getByText('Our plans', { exact: true })).toBeVisible()
  await expect(grace.getByRole('listitem').filter({ hasText: 'Dispute a charge' }).filter({ hasText: 'Moved' })).toBeVisible()
  await ada.goto('plans/opportunities')
  await expect(ada.getByRole('region', { name: 'Done' }).getByRole('button', { name: /^Dispute a charge/ })).toBeVisible()
})

test('any figure one looks at can be what a new plan is measured by', async () => {
  await vera.goto(`interactions?inspect=${encodeURIComponent(JSON.stringify({ report: 'interactions-over-time', parameters: { touchpoint: 'open_an_account', interval: 'month' }, cell: { key: 'total', field: 'contacts' } }))}`)
  await vera.getByRole('button', { name: 'Measure in a plan' }).click()
  await vera.getByLabel('What is it called?').fill('Accounts without a call')
  await vera.getByRole('button', { name: 'Measure it there' }).click()
  await expect(vera.getByRole('heading', { name: 'Accounts without a call', level: 1 })).toBeVisible()
  await expect(vera.getByLabel('The one figure')).toHaveValue('interactions-over-time contacts')
  await expect(vera.getByLabel('Whose')).toHaveValue('touchpoint|open_an_account')
  expect(at.failures).toEqual([])
})
