import { expect, type Browser, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { history } from './history'

const owner = { email: 'owner@example.test', password: 'a first long phrase' }

export type Harbour = { url: string; page: Page; failures: string[]; send(collection: string, records: unknown[]): Promise<void>; patch(path: string, body: object): Promise<void>; settled(): Promise<void>; stop(): Promise<void> }

/** A server of one's own with the known history (history.ts), and its owner's signed-in page. `failures`: what the browser complained of. */
export async function harbour(browser: Browser): Promise<Harbour> {
  const key = 'ts_e2e_harbour_4f0d1c6b8a2e'
  const server = await emptyInstance({ INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key })
  const call = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(answer.status, await answer.clone().text()).toBe(200)
  }
  const send = async (collection: string, records: unknown[]) => {
    for (let at = 0; at < records.length; at += 5000) await call('POST', collection, { [collection]: records.slice(at, at + 5000) })
  }
  const patch = (path: string, body: object) => call('PATCH', path, body)
  const settled = () => expect.poll(async () => {
    const answer = await fetch(`${server.url}/api/v1/reports/moment-outcomes`, { headers: { authorization: `Bearer ${key}` } })
    return ((await answer.json()) as { incomplete: string[] }).incomplete.filter((line) => line.includes('settled')).length
  }, { timeout: 60_000 }).toBe(0)
  const { customers, interactions, transactions } = history(new Date())
  await send('customers', customers)
  await send('interactions', interactions)
  await send('transactions', transactions)
  await patch('touchpoints/resolve_a_billing_question', { class: 'moment_that_matters' })
  await settled()
  const page = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' })).newPage()
  const failures: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') failures.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/harbour')
  return { url: server.url, page, failures, send, patch, settled, stop: server.stop }
}
