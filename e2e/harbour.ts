import AxeBuilder from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import { history } from './history'

const owner = { email: 'owner@example.test', password: 'a first long phrase' }
const key = 'ts_e2e_harbour_4f0d1c6b8a2e'

export type Harbour = {
  url: string
  page: Page
  /** What the browser complained of. */
  failures: string[]
  send(collection: string, records: unknown[]): Promise<void>
  patch(path: string, body: object): Promise<void>
  /** Sends the known history (history.ts). */
  sendHistory(): Promise<void>
  settled(): Promise<void>
  /** axe finds nothing on the page. */
  accessible(): Promise<void>
  stop(): Promise<void>
}

const INIT = { INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key }

/** What a data engineer does from outside, on the instance at `url`. */
function sender(url: string) {
  const call = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect(((await answer.json()) as { rejected?: number }).rejected ?? 0).toBe(0)
  }
  const send = async (collection: string, records: unknown[]) => {
    for (let at = 0; at < records.length; at += 5000) await call('POST', collection, { [collection]: records.slice(at, at + 5000) })
  }
  return {
    send,
    patch: (path: string, body: object) => call('PATCH', path, body),
    async sendHistory() {
      for (const [collection, records] of Object.entries(history(new Date()))) await send(collection, records)
    },
    settled: () => expect.poll(async () => {
      const answer = await fetch(`${url}/api/v1/reports/moment-outcomes`, { headers: { authorization: `Bearer ${key}` } })
      return ((await answer.json()) as { incomplete: string[] }).incomplete.filter((line) => line.includes('settled')).length
    }, { timeout: 60_000 }).toBe(0),
  }
}

/** Makes, in an empty folder, the data of an instance with the known history: once for all files that begin with it. */
export async function makeHarbour(dataDir: string): Promise<void> {
  const server = await emptyInstance({ ...INIT, DATA_DIR: dataDir })
  const { sendHistory, patch, settled } = sender(server.url)
  await sendHistory()
  await patch('touchpoints/resolve_a_billing_question', { class: 'moment_that_matters' })
  await settled()
  await server.stop()
}

/** A server of one's own with an empty organisation, and its owner's signed-in page. `from`: with the data of another that was stopped. */
export async function emptyHarbour(browser: Browser, from?: string): Promise<Harbour> {
  const server = await emptyInstance(INIT, from)
  const page = await (await browser.newContext({ baseURL: server.url, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' })).newPage()
  const failures: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') failures.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/harbour')
  return {
    url: server.url, page, failures, ...sender(server.url),
    stop: () => server.stop(browser),
    async accessible() {
      // What is still fading in has no contrast yet.
      await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY).map((one) => one.finished.catch(() => null))).then(() => null))
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([])
    },
  }
}

/** The same with the known history, settled, and billing questions as moments that matter. */
export const harbour = (browser: Browser): Promise<Harbour> => emptyHarbour(browser, process.env.E2E_HARBOUR)
