import { expect, test, type Browser, type Page } from '@playwright/test'
import { accessible } from './accessible'
import { emptyInstance } from './empty-instance'
import { signIn } from './sign-in'

// One story, in order: what the admin changes is what the viewer then sees.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const key = 'ts_e2e_settings_8b2d4c7f9d3b5a1e'
const owner = { email: 'owner@example.test', password: 'correct horse battery staple' }
const vera = { name: 'Vera Rubin', email: 'vera@example.test', password: 'a second long phrase' }
let server: Awaited<ReturnType<typeof emptyInstance>>
let admin: Page
let viewer: Page

const person = async (browser: Browser) => (await browser.newContext({ baseURL: server.url })).newPage()

test.beforeAll(async ({ browser }) => {
  server = await emptyInstance({
    INIT_ORG_NAME: 'North Bank', INIT_ORG_SLUG: 'north', INIT_ORG_TIMEZONE: 'Europe/London', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key,
  })
  admin = await person(browser)
  viewer = await person(browser)
  const interactions = ['Check balance', 'Report a fault', 'Pay a bill'].map((touchpoint, i) => ({ id: `i${i}`, customer: 'c1', occurred_at: '2026-03-01T10:00:00Z', channel: 'Phone', touchpoint }))
  const sent = await admin.request.post('/api/v1/interactions', { headers: { authorization: `Bearer ${key}` }, data: { interactions } })
  expect(await sent.json()).toMatchObject({ accepted: 3, rejected: 0 })
})
test.afterAll(async ({ browser }) => { await server.stop(browser) })

test('an admin changes the lapse gap, and a wrong one is refused at its field', async () => {
  await admin.goto('/sign-in')
  await signIn(admin, owner)
  await expect(admin).toHaveURL('/north')
  await admin.goto('/north/settings')
  const lapse = admin.getByRole('form', { name: 'Lapse gap' })
  await lapse.getByLabel('Lapse gap').fill('99999')
  await lapse.getByRole('button', { name: 'Save' }).click()
  await expect(lapse.getByRole('alert')).toHaveText('Is more than ten years.')
  await lapse.getByLabel('Lapse gap').fill('90')
  await lapse.getByRole('button', { name: 'Save' }).click()
  await expect(lapse.getByText('Saved.')).toBeVisible()
  await expect(lapse.getByText('With 90 days')).toBeVisible()
  await accessible(admin)
  await admin.reload()
  await expect(lapse.getByLabel('Lapse gap')).toHaveValue('90')
})

test('an admin makes a touchpoint a moment that matters, and says when', async () => {
  await admin.goto('/north/settings/touchpoints')
  const row = admin.getByRole('row', { name: /Report a fault/ })
  await expect(row.getByText('Efficient')).toBeVisible()
  await row.getByRole('button', { name: 'Report a fault' }).click()
  const sheet = admin.getByRole('dialog', { name: 'Report a fault' })
  await sheet.getByRole('radio', { name: 'Moment that matters' }).click()
  await sheet.getByRole('radio', { name: 'When it failed' }).click()
  await sheet.getByRole('checkbox', { name: 'Critical' }).click()
  await expect(sheet.getByText('Reclassing recomputes its history as a job.')).toBeVisible()
  await accessible(admin)
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet).toBeHidden()
  await expect(row.getByText('When it failed')).toBeVisible()
  await expect(row.getByText('Critical')).toBeVisible()
  await accessible(admin)
})

test('several at once, and a known moment in one click', async () => {
  await admin.getByLabel('Choose Check balance').check()
  await admin.getByLabel('Choose Report a fault').check()
  await admin.getByRole('button', { name: 'Make efficient' }).click()
  await expect(admin.getByRole('row', { name: /Report a fault/ }).getByText('Efficient')).toBeVisible()
  await expect(admin.getByLabel('Touchpoint for “Pay a bill”')).toHaveValue('pay_a_bill')
  await admin.getByRole('button', { name: 'Use “Pay a bill”' }).click()
  await expect(admin.getByRole('row', { name: /Pay a bill/ }).getByText('When it failed')).toBeVisible()
})

test('a channel gets its cost', async () => {
  await admin.goto('/north/settings/channels')
  await admin.getByRole('button', { name: 'Phone' }).click()
  const sheet = admin.getByRole('dialog', { name: 'Phone' })
  await sheet.getByLabel(/Cost per contact/).fill('4.5')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet).toBeHidden()
  await expect(admin.getByRole('row', { name: /Phone/ })).toContainText('£4.50')
  await accessible(admin)
})

test('the audit trail names who and what', async () => {
  await admin.goto('/north/settings/audit')
  await expect(admin.getByRole('row', { name: /changed the settings.*lapse days 90/ })).toBeVisible()
  await expect(admin.getByRole('row', { name: /changed the channel phone/ })).toBeVisible()
  await accessible(admin)
})

test('the audit trail is filtered, and handed out as a file', async () => {
  await admin.goto('/north/settings/audit')
  await admin.getByLabel('What about').selectOption('channel')
  await expect(admin.getByRole('row', { name: /changed the settings/ })).toHaveCount(0)
  await expect(admin.getByRole('row', { name: /changed the channel phone/ })).toBeVisible()
  await admin.getByLabel('Search the trail').fill('nothing reads like this')
  await expect(admin.getByText('No entry is like that')).toBeVisible()
  await admin.getByLabel('Search the trail').fill('phone')
  const file = await admin.request.get(await admin.getByRole('link', { name: 'CSV' }).getAttribute('href') ?? '')
  expect(await file.text()).toMatch(/^number,at,who,.*\r?\n.*channel\.updated/)
})

test('how long data is kept is tried before it is saved, and names are hidden from viewers', async () => {
  await admin.goto('/north/settings/privacy')
  const days = admin.getByRole('form', { name: 'Days kept' })
  await days.getByLabel('Interactions').fill('29')
  await days.getByRole('button', { name: 'Save' }).click()
  await expect(days.getByRole('alert').first()).toContainText('at least 30 days')
  await days.getByLabel('Interactions').fill('730')
  await days.getByRole('button', { name: 'See what would go' }).click()
  await expect(days.getByText('Nothing has been changed.')).toBeVisible()
  await accessible(admin)
  await days.getByRole('button', { name: 'Save' }).click()
  await expect(days.getByText('Saved.')).toBeVisible()
  const names = admin.getByRole('form', { name: 'Hide names from' })
  await names.getByLabel('Viewers').check()
  await names.getByRole('button', { name: 'Save' }).click()
  await expect(names.getByText('Saved.')).toBeVisible()
})

test('a viewer reads the settings and changes none', async () => {
  await admin.goto('/north/settings/members')
  await admin.getByRole('button', { name: 'Invite' }).click()
  await admin.getByLabel('E-mail').fill(vera.email)
  await admin.getByRole('button', { name: 'Make the invitation' }).click()
  await viewer.goto(await admin.getByLabel('Link', { exact: true }).inputValue())
  await viewer.getByLabel('Name', { exact: true }).fill(vera.name)
  await viewer.getByLabel('Password', { exact: true }).fill(vera.password)
  await viewer.getByRole('button', { name: 'Accept and sign in' }).click()
  await expect(viewer).toHaveURL('/north')
  await viewer.goto('/north/settings')
  await expect(viewer.getByRole('form', { name: 'Lapse gap' }).getByText('90 days', { exact: true })).toBeVisible()
  await expect(viewer.getByRole('main').getByRole('textbox')).toHaveCount(0)
  await accessible(viewer)
  await viewer.goto('/north/settings/touchpoints')
  await expect(viewer.getByRole('row', { name: /Pay a bill/ })).toBeVisible()
  await expect(viewer.getByRole('main').getByRole('checkbox')).toHaveCount(0)
  await expect(viewer.getByRole('button', { name: 'Pay a bill' })).toHaveCount(0)
  await expect(viewer.getByRole('link', { name: 'Audit' })).toHaveCount(0)
  const headers = { 'x-touchstone-organisation': 'north', 'content-type': 'application/json', origin: server.url }
  for (const [procedure, json] of [['settings.update', { lapse_days: 1 }], ['catalogue.classifyTouchpoints', { slugs: ['pay_a_bill'], class: 'efficient' }]] as const) {
    expect((await viewer.request.post(`/api/trpc/${procedure}`, { headers, data: { json } })).status()).toBe(403)
  }
})
