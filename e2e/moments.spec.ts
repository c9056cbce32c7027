import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { history } from './history'

// One story, in order: no touchpoint is a moment, one is marked, and what gathers around it is read.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const owner = { email: 'owner@example.test', password: 'correct horse battery staple' }
const key = 'ts_e2e_moments_9d3b5a1e4f0d'
let server: Awaited<ReturnType<typeof emptyInstance>>
let page: Page

const accessible = async () => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])

test.beforeAll(async ({ browser }) => {
  server = await emptyInstance({ INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key })
  page = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB' })).newPage()
  for (const [kind, records] of Object.entries(history(new Date()))) {
    const sent = await page.request.post(`/api/v1/${kind}`, { headers: { authorization: `Bearer ${key}` }, data: { [kind]: records } })
    expect(await sent.json()).toMatchObject({ rejected: 0 })
  }
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/harbour')
})
test.afterAll(async () => { await server.stop() })

test('the well-known moments are offered, each with the touchpoint that looks like it', async () => {
  await page.goto('/harbour/moments')
  await expect(page.getByRole('heading', { name: 'Which of your interactions can make or break a relationship?' })).toBeVisible()
  await accessible()
  const offer = page.getByRole('listitem').filter({ hasText: 'They think we took too much' })
  await expect(offer.getByLabel('Touchpoint for “Resolve a billing question”')).toHaveValue('resolve_a_billing_question')
  await offer.getByRole('button', { name: 'Mark it' }).click()
  await expect(page.getByRole('heading', { name: /of the moments with a known result failed/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Which of your interactions can make or break a relationship?' })).toBeHidden()
})

test('what followed is said as association, and a rate shows the moments behind it', async () => {
  await expect(page.getByRole('heading', { name: /customers left after a failed moment/ })).toBeVisible()
  await expect(page.getByText('This is what is associated with a result, not what it caused.')).toBeVisible()
  await page.getByRole('table', { name: 'Effects by touchpoint and result' }).getByRole('row', { name: /^All moments/ }).getByRole('button').last().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Moments of the window by their result')
  await page.keyboard.press('Escape')
  await expect(inspector).toBeHidden()
  await accessible()
})
