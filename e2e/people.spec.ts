import { expect, test, type Browser, type Page } from '@playwright/test'
import { accessible } from './accessible'
import { authenticatorCode } from './authenticator'
import { emptyInstance } from './empty-instance'
import { signIn } from './sign-in'

// One story, in order: each person arrives because of the one before.
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const ada = { name: 'Ada Byron', email: 'ada@example.test', password: 'a first long phrase' }
const vera = { name: 'Vera Rubin', email: 'vera@example.test', password: 'a second long phrase' }
let server: Awaited<ReturnType<typeof emptyInstance>>
let owner: Page
let viewer: Page

const person = async (browser: Browser) => (await browser.newContext({ baseURL: server.url })).newPage()

test.beforeAll(async () => { server = await emptyInstance() })
test.afterAll(async ({ browser }) => { await server.stop(browser) })

test('the first visit creates owner and organisation, and signs in', async ({ browser }) => {
  owner = await person(browser)
  await owner.goto('/')
  await expect(owner).toHaveURL('/setup')
  await accessible(owner)
  await owner.getByLabel('Name', { exact: true }).fill(ada.name)
  await owner.getByLabel('E-mail').fill(ada.email)
  await owner.getByLabel('Password', { exact: true }).fill('password123')
  await owner.getByLabel('Name of the organisation').fill('Nördliche Bank')
  await expect(owner.getByLabel('Address')).toHaveValue('nordliche-bank')
  await expect(owner.getByLabel('Time zone')).toHaveValue('Asia/Kathmandu')
  await expect(owner.getByLabel('Currency')).toHaveValue('GBP')
  await owner.getByRole('button', { name: 'Create and open' }).click()
  await expect(owner.getByRole('alert').filter({ hasText: 'first that guessers try' })).toBeVisible()
  await expect(owner.getByLabel('Name', { exact: true })).toHaveValue(ada.name)
  await owner.getByLabel('Password', { exact: true }).fill(ada.password)
  await owner.getByRole('button', { name: 'Create and open' }).click()
  await expect(owner).toHaveURL('/nordliche-bank')
  const cookies = await owner.context().cookies()
  expect(cookies.find((c) => c.name.endsWith('session-token'))).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
})

test('whoever comes second cannot set it up again', async ({ browser }) => {
  const late = await person(browser)
  await late.goto('/setup')
  await expect(late).toHaveURL('/sign-in')
  await accessible(late)
  await signIn(late, { ...ada, password: 'not this one at all' })
  await expect(late.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible()
  await late.context().close()
})

test('an invitation by link makes a member in another browser', async ({ browser }) => {
  await owner.goto('/nordliche-bank/settings/members')
  await owner.getByRole('button', { name: 'Invite' }).click()
  await owner.getByLabel('E-mail').fill(vera.email)
  await owner.getByRole('button', { name: 'Make the invitation' }).click()
  const link = await owner.getByLabel('Link', { exact: true }).inputValue()
  expect(link).toContain('/invitation/')
  await owner.keyboard.press('Escape')
  await expect(owner.getByRole('row', { name: vera.email })).toBeVisible()
  await accessible(owner)

  viewer = await person(browser)
  await viewer.goto(link)
  await accessible(viewer)
  await viewer.getByLabel('Name', { exact: true }).fill(vera.name)
  await viewer.getByLabel('Password', { exact: true }).fill(vera.password)
  await viewer.getByRole('button', { name: 'Accept and sign in' }).click()
  await expect(viewer).toHaveURL('/nordliche-bank')
  await viewer.goto(link)
  await expect(viewer.getByRole('heading', { name: 'This invitation has been accepted' })).toBeVisible()
})

test('a viewer sees the members and changes nothing', async () => {
  await viewer.goto('/nordliche-bank/settings/members')
  await expect(viewer.getByRole('row', { name: ada.name })).toBeVisible()
  await expect(viewer.getByRole('button', { name: 'Invite' })).toHaveCount(0)
  const headers = { 'x-touchstone-organisation': 'nordliche-bank', 'content-type': 'application/json' }
  const data = { json: { email: 'x@example.test', role: 'owner' } }
  const refused = await viewer.request.post('/api/trpc/people.invite', { headers: { ...headers, origin: server.url }, data })
  expect(refused.status()).toBe(403)
  const foreign = await owner.request.post('/api/trpc/people.invite', { headers: { ...headers, origin: 'https://evil.example' }, data })
  expect(foreign.status()).toBe(403)
})

test('a role changed by the owner counts at once', async () => {
  await owner.goto('/nordliche-bank/settings/members')
  // A choice made before the page is awake is heard by nobody: made again, as its user would.
  await expect(async () => {
    const changed = owner.waitForResponse((response) => response.url().includes('people.changeRole'), { timeout: 3000 })
    await owner.getByLabel(`Role of ${vera.name}`).selectOption('admin')
    expect((await changed).status()).toBe(200)
  }).toPass()
  await viewer.reload()
  await expect(viewer.getByRole('button', { name: 'Invite' })).toBeVisible()
})

test('a revoked session is signed out', async ({ browser }) => {
  const other = await person(browser)
  await other.goto('/sign-in')
  await signIn(other, ada)
  await expect(other).toHaveURL('/nordliche-bank')
  await owner.goto('/nordliche-bank/settings/account')
  const sessions = owner.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await sessions.getByRole('button', { name: /^End the session/ }).click()
  await expect(sessions).toHaveCount(1)
  await other.goto('/nordliche-bank')
  await expect(other).toHaveURL(/\/sign-in/)
  await other.context().close()
})

test('an admin sees where a member is signed in, and ends it', async () => {
  await owner.goto('/nordliche-bank/settings/members')
  await owner.getByRole('button', { name: `More about ${vera.name}` }).click()
  await owner.getByRole('menuitem', { name: 'Where they are signed in' }).click()
  const dialog = owner.getByRole('dialog', { name: `Where ${vera.name} is signed in` })
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await accessible(owner)
  await dialog.getByRole('button', { name: /^End the session/ }).click()
  await expect(dialog.getByText('Nowhere at present')).toBeVisible()
  await viewer.goto('/nordliche-bank')
  await expect(viewer).toHaveURL(/\/sign-in/)
  await signIn(viewer, vera)
  await expect(viewer).toHaveURL('/nordliche-bank')
})

test('a menu’s first press, which fetches it, opens it: by key on its first item, and Escape gives the focus back', async () => {
  // Once the stream runs, the page takes presses.
  const open = async () => {
    await owner.goto('/nordliche-bank')
    await expect(owner.getByRole('status').filter({ hasText: 'Live' })).toBeVisible()
  }
  const account = owner.getByRole('button', { name: ada.name })
  const first = owner.getByRole('menuitem').first()
  for (const key of ['Enter', 'ArrowDown', ' ']) {
    await open()
    await account.press(key)
    await expect(first).toBeFocused()
    await owner.keyboard.press('Escape')
    await expect(first).toHaveCount(0)
    await expect(account).toBeFocused()
  }
  await open()
  await account.click()
  await expect(owner.getByRole('menu')).toBeFocused()
  await owner.keyboard.press('Escape')
  await expect(account).toBeFocused()
})

test('signing out ends the session, not only the cookie', async () => {
  await viewer.goto('/nordliche-bank')
  const cookies = await viewer.context().cookies()
  await viewer.getByRole('button', { name: vera.name }).click()
  const said = viewer.waitForResponse((response) => response.url().endsWith('/api/auth/signout') && response.request().method() === 'POST')
  await viewer.getByRole('menuitem', { name: 'Sign out' }).click()
  expect(await (await said).headerValue('clear-site-data')).toBe('"cache"')
  await expect(viewer).toHaveURL(/\/sign-in/)
  await viewer.context().addCookies(cookies)
  await viewer.goto('/nordliche-bank')
  await expect(viewer).toHaveURL(/\/sign-in/)
})

test('an admin’s link sets a new password', async () => {
  await owner.goto('/nordliche-bank/settings/members')
  await owner.getByRole('button', { name: `More about ${vera.name}` }).click()
  await owner.getByRole('menuitem', { name: 'Make a password link' }).click()
  const link = await owner.getByLabel('Link', { exact: true }).inputValue()
  await viewer.context().clearCookies()
  await viewer.goto(link)
  await viewer.getByLabel('New password', { exact: true }).fill('a third long phrase')
  await viewer.getByRole('button', { name: 'Set password and sign in' }).click()
  await expect(viewer).toHaveURL('/nordliche-bank')
})

test('another organisation is one’s own, and the switcher goes there', async () => {
  await viewer.goto('/organisations?new')
  await viewer.getByLabel('Name of the organisation').fill('Vera and Daughters')
  await viewer.getByRole('button', { name: 'Create and open' }).click()
  // Loaded, not only on its way: a press before that is heard by nobody.
  await viewer.waitForURL('/vera-and-daughters')
  await viewer.getByRole('button', { name: /change organisation/ }).click()
  await viewer.getByRole('menuitem', { name: /Nördliche Bank/ }).click()
  await expect(viewer).toHaveURL('/nordliche-bank')
  const stranger = await owner.goto('/vera-and-daughters')
  expect(stranger?.status()).toBe(404)
})

/** As somebody with an authenticator app: password, the secret typed into it, its code. Answers the recovery codes. */
async function setUpSecondFactor(page: Page, password: string): Promise<string[]> {
  await page.getByLabel('Your password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible()
  await accessible(page)
  const secret = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText()
  await page.getByLabel('Code', { exact: true }).fill(authenticatorCode(secret))
  await page.getByRole('button', { name: 'Switch it on' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  await accessible(page)
  return codes.allInnerTexts()
}

test('a second factor is set up, asked for at sign-in, and a recovery code works once', async ({ browser }) => {
  const password = 'a third long phrase'
  await viewer.goto('/nordliche-bank/settings/account')
  const [first = ''] = await setUpSecondFactor(viewer, password)
  await viewer.getByRole('button', { name: 'I have kept them' }).click()
  await expect(viewer.getByText('10 recovery codes are left')).toBeVisible()
  const other = await person(browser)
  await other.goto('/sign-in')
  await signIn(other, { ...vera, password })
  const code = other.getByLabel('Code', { exact: true })
  await expect(code).toBeVisible()
  await accessible(other)
  await code.fill('000000')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other.getByRole('alert').filter({ hasText: 'code is not right' })).toBeVisible()
  await code.fill(first)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other).not.toHaveURL(/sign-in/)
  await other.goto('/nordliche-bank/settings/account')
  await expect(other.getByText('9 recovery codes are left')).toBeVisible()
  await other.context().close()
})

test('an organisation that asks everybody for one leads those without to it first', async () => {
  await viewer.goto('/nordliche-bank/settings/members')
  const setting = viewer.getByRole('form', { name: 'A second factor for everybody' })
  await setting.getByRole('checkbox').check()
  await setting.getByRole('button', { name: 'Save' }).click()
  await expect(setting.getByText('Saved.')).toBeVisible()
  await accessible(viewer)
  await owner.goto('/nordliche-bank')
  await expect(owner).toHaveURL(/\/second-factor\?to=/)
  await accessible(owner)
  await setUpSecondFactor(owner, ada.password)
  await owner.getByRole('button', { name: 'I have kept them' }).click()
  await expect(owner).toHaveURL('/nordliche-bank')
})
