import { expect, test, type Page } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

// One story, in order: an empty map filled from the keyboard, then bound to the record.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let at: Harbour
let page: Page

test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

const cell = (on: Page, row: string, column: number) => on.locator(`[data-cell^="${row}/"]`).nth(column)
const saved = (on: Page) => expect(on.getByText('Saved', { exact: true })).toBeVisible()

test('an empty map becomes steps and cells from the keyboard alone', async () => {
  await page.goto('/harbour/journeys')
  await expect(page.getByText('No map yet')).toBeVisible()
  await at.accessible()
  await page.getByRole('button', { name: 'Draw the first map' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('A wrong charge')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Map: A wrong charge' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name of step 1' })).toBeFocused()
  const steps = ['See a charge', 'Ask about it', 'Get it back', 'Tell a friend']
  for (const [index, step] of steps.entries()) {
    await page.keyboard.type(step)
    // Every phase has a place for its first step; behind the last one, Tab makes another.
    if (index < steps.length - 1) await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  for (const goal of ['A reason', 'Somebody who listens', 'My money', 'A good story']) {
    await page.keyboard.type(goal)
    await page.keyboard.press('Tab')
  }
  for (const [index, name] of steps.entries()) await expect(cell(page, 'step', index)).toContainText(name)
  await expect(cell(page, 'goal', 1)).toHaveText('Somebody who listens')
  // Feelings, evidence, moving and undoing.
  await cell(page, 'feelings', 0).focus()
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await page.keyboard.press(']')
  await expect(cell(page, 'feelings', 0)).toHaveAccessibleName('as it is −2, as it should be +1')
  await cell(page, 'goal', 2).focus()
  await page.keyboard.press('Alt+3')
  await expect(cell(page, 'goal', 2).getByRole('img', { name: 'Observed' })).toBeVisible()
  await cell(page, 'step', 3).focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(cell(page, 'step', 2)).toContainText('Tell a friend')
  await expect(cell(page, 'step', 2)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(cell(page, 'step', 2)).toContainText('Get it back')
  await saved(page)
  await page.reload()
  await expect(cell(page, 'goal', 3)).toHaveText('A good story')
  await at.accessible()
})

test('a step bound to a touchpoint shows what happened on it, and who is behind it', async () => {
  for (const [column, touchpoint] of [[0, 'See the balance'], [1, 'Resolve a billing question']] as const) {
    await cell(page, 'step', column).focus()
    await page.keyboard.press('Alt+t')
    await page.keyboard.type(touchpoint)
    await page.keyboard.press('Enter')
    await expect(cell(page, 'touchpoint', column)).toContainText(touchpoint)
  }
  const happened = page.getByRole('row', { name: /^What happened/ })
  await expect(happened).toContainText('customers')
  await expect(happened).toContainText('failed')
  await expect(happened.getByText('Not bound to the record')).toHaveCount(2)
  await happened.getByRole('button', { name: /^[\d,]+$/ }).first().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Interactions · See a charge')
  await expect(inspector.getByRole('table')).toBeVisible()
  await page.keyboard.press('Escape')
  await at.accessible()
  expect(at.failures).toEqual([])
})
