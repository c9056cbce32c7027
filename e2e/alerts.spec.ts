import { expect, test, type Page } from '@playwright/test'
import { emptyHarbour, type Harbour } from './harbour'

// One story, in order: a ready alert is made and fires, is read behind the bell, and one begins from a figure.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

let at: Harbour
let page: Page
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()

test.beforeAll(async ({ browser }) => {
  at = await emptyHarbour(browser)
  page = at.page
  // Forty promises fell due yesterday, 28 of them kept.
  await at.send('promises', Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, customer: `c${i}`, made_at: hours(-72), due_at: hours(-24), ...(i < 28 ? { kept_at: hours(-30) } : {}) })))
})
test.afterAll(async () => {
  // The mail is looked at in a frame without scripts, the browser test's own included.
  expect(at.failures.filter((line) => !line.includes('about:srcdoc'))).toEqual([])
  await at.stop()
})

test('a ready alert says what it sees, fires once it is made, and stands behind the bell', async () => {
  await page.goto('alerts')
  await expect(page.getByText('Live')).toBeVisible()
  await page.getByRole('listitem').filter({ hasText: 'Follow-through is under 80%' }).getByRole('button', { name: 'Use this' }).click()
  await expect(page.getByText('Now: Follow-through 70% is below 80% in the last 28 days (28 of 40). It would fire at once.')).toBeVisible()
  await at.accessible()
  await page.getByRole('button', { name: 'Make this alert' }).click()
  await expect(page.getByRole('list', { name: 'What fired' }).getByText('Follow-through 70% is below 80% in the last 28 days (28 of 40)')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Alerts', exact: true }).getByText('firing')).toBeVisible()
  await at.accessible()
  await page.getByRole('button', { name: 'Notifications, 1 not read' }).click()
  const panel = page.getByRole('dialog', { name: 'Notifications' })
  await expect(panel.getByRole('link', { name: /Follow-through 70% is below 80%/ })).toBeVisible()
  await panel.getByRole('button', { name: 'Mark all as read' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible()
})

test('any figure can be watched from where it stands', async () => {
  await page.goto('promises')
  await page.getByRole('button', { name: /^28 of 40|^70/ }).first().click()
  await page.getByRole('button', { name: 'Tell me when …' }).click()
  const sheet = page.getByRole('dialog', { name: 'Tell me when …' })
  await expect(sheet.getByLabel('Figure')).toHaveValue('rate')
  await sheet.getByLabel('Line, in %').fill('50')
  await sheet.getByLabel('Name').fill('Half of what we promised')
  await sheet.getByRole('button', { name: 'Make this alert' }).click()
  await expect(page.getByText('The alert is made.').first()).toBeVisible()
  await page.goto('alerts')
  const line = page.getByRole('list', { name: 'Alerts', exact: true }).getByRole('listitem').filter({ hasText: 'Half of what we promised' })
  await expect(line.getByText('all right')).toBeVisible()
  await line.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Remove' }).click()
  await expect(line).toBeHidden()
})

test('a webhook may not lead into the private network; its secret is shown once, and its log says what a test met', async () => {
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  await page.getByLabel('Name').fill('Ours')
  await page.getByLabel('Address').fill('http://2130706433/hook')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText('leads into a private network')).toBeVisible()
  // A name that no resolver knows (RFC 6761): nothing leaves this machine.
  await page.getByLabel('Address').fill('https://hooks.invalid/touchstone')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByText(/^whsec_/)).toBeVisible()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByRole('button', { name: 'Messages and settings' }).click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  const messages = page.getByRole('list', { name: 'Messages' })
  await expect(messages.getByText('webhook.test').first()).toBeVisible()
  await expect(messages.getByText(/could not be resolved|is not known/).first()).toBeVisible()
  await at.accessible()
})

test('what comes by mail is one’s own choice, and the Monday mail can be looked at', async () => {
  await page.goto('settings/notifications')
  const due = page.getByRole('switch', { name: 'Promise due today' })
  await expect(due).not.toBeChecked()
  await due.click()
  await expect(due).toBeChecked()
  await page.reload()
  await expect(due).toBeChecked()
  await at.accessible()
  await page.getByRole('button', { name: 'Look at it now' }).click()
  await expect(page.getByTitle('The Monday mail')).toHaveAttribute('srcdoc', /12 promises to 12 customers are overdue/)
})
