import { expect, test, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { oidcProvider, type Claims } from './oidc-provider'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const ada: Claims = { sub: 'employee-1', email: 'Ada@example.test', email_verified: true, name: 'Ada Byron', amr: ['pwd', 'mfa'] }
let claims = ada
let provider: Awaited<ReturnType<typeof oidcProvider>>
let server: Awaited<ReturnType<typeof emptyInstance>>

test.beforeAll(async () => {
  provider = await oidcProvider(() => claims)
  server = await emptyInstance({
    OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'touchstone', OIDC_CLIENT_SECRET: 'between the two', OIDC_NAME: 'Continue with the bank', OIDC_AMR: 'mfa',
    INIT_ORG_NAME: 'North Bank', INIT_OWNER_EMAIL: 'ada@example.test', INIT_OWNER_PASSWORD: 'a first long phrase',
  })
})
test.afterAll(async ({ browser }) => {
  await server.stop(browser)
  provider.stop()
})

const enter = async (page: Page) => {
  await page.goto(`${server.url}/sign-in?to=/north-bank`)
  await page.getByRole('button', { name: 'Continue with the bank' }).click()
}

test('an unverified e-mail and a stranger are refused in words', async ({ page }) => {
  claims = { ...ada, email_verified: false }
  await enter(page)
  await expect(page.getByRole('alert').filter({ hasText: 'has not verified your e-mail' })).toBeVisible()
  claims = { ...ada, sub: 'employee-2', email: 'eve@example.test' }
  await enter(page)
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody here has been invited' })).toBeVisible()
})

test('who came in there by a weaker way than is asked for is refused in words', async ({ page }) => {
  claims = { ...ada, amr: ['pwd'] }
  await enter(page)
  await expect(page.getByRole('alert').filter({ hasText: 'is not enough here' })).toBeVisible()
})

test('a verified e-mail is its person’s, and stays so by the subject', async ({ page, browser }) => {
  claims = ada
  await enter(page)
  await expect(page).toHaveURL(`${server.url}/north-bank`)
  claims = { ...ada, email: 'ada.lovelace@example.test' }
  const later = await (await browser.newContext()).newPage()
  await enter(later)
  await expect(later).toHaveURL(`${server.url}/north-bank`)
  await later.context().close()
})
