import { basename } from 'node:path'
import { expect, test, type APIRequestContext, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { accessible, type Look } from './accessible'
import { history } from './history'
import { baseURL, instance } from './instance'
import { signIn } from './sign-in'

/**
 * An organisation of one's own on the server that all share: starting one for every file took a quarter of the whole time.
 * Addresses are relative to it: `page.goto('churn')`.
 */
export type Harbour = {
  /** The server's. */
  url: string
  /** The organisation's overview. */
  home: string
  slug: string
  /** May do everything by REST. */
  key: string
  /** Its owner's, signed in. */
  page: Page
  /** What the browser complained of. */
  failures: string[]
  /** The owner's page in a browser of its own. */
  another(): Promise<Page>
  /** The page of an editor of that name, who has just accepted the invitation. */
  joined(name: string): Promise<Page>
  send(collection: string, records: unknown[]): Promise<void>
  patch(path: string, body: object): Promise<void>
  settled(): Promise<void>
  /** axe finds nothing on the page. */
  accessible(look?: Look): Promise<void>
  stop(): Promise<void>
}

/** What a data engineer does from outside, with `key` on the instance at `url`. */
function sender(url: string, key: string) {
  const call = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(answer.status, await answer.clone().text()).toBe(200)
    expect(((await answer.json()) as { rejected?: number }).rejected ?? 0).toBe(0)
  }
  return {
    async send(collection: string, records: unknown[]) {
      for (let at = 0; at < records.length; at += 5000) await call('POST', collection, { [collection]: records.slice(at, at + 5000) })
    },
    patch: (path: string, body: object) => call('PATCH', path, body),
    settled: () => expect.poll(async () => {
      const answer = await fetch(`${url}/api/v1/reports/moment-outcomes`, { headers: { authorization: `Bearer ${key}` } })
      return ((await answer.json()) as { incomplete: string[] }).incomplete.filter((line) => line.includes('settled')).length
    }, { timeout: 60_000 }).toBe(0),
  }
}

/** As its pages do it; what they show of it is tested in people.spec.ts and settings.spec.ts. */
async function mutate<T>(on: APIRequestContext, procedure: string, slug: string, input: object): Promise<T> {
  const answer = await on.post(`${baseURL()}/api/trpc/${procedure}`, { headers: { origin: baseURL(), 'x-touchstone-organisation': slug }, data: { json: input } })
  expect(answer.status(), await answer.text()).toBe(200)
  return ((await answer.json()) as { result: { data: { json: T } } }).result.data.json
}

/** The owner's cookies: each worker signs in once. */
let signedIn: BrowserContextOptions['storageState']
let made = 0

/** An empty organisation, and its owner's page, which has opened nothing of it yet. */
export async function emptyHarbour(browser: Browser): Promise<Harbour> {
  const url = baseURL()
  const { file, workerIndex } = test.info()
  // After a failure another worker begins the file anew, with an organisation of its own.
  const slug = `harbour-${basename(file, '.spec.ts')}-${workerIndex}-${made++}`
  const base = { baseURL: `${url}/${slug}/`, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' }
  const page = await (await browser.newContext({ ...base, storageState: signedIn })).newPage()
  if (!signedIn) {
    await page.goto('/sign-in')
    await signIn(page, instance.owner)
    await expect(page).not.toHaveURL(/sign-in/)
    signedIn = await page.context().storageState()
  }
  await mutate(page.request, 'people.createOrganisation', slug, { name: 'Harbour Bank', slug, timezone: 'UTC', currency: 'GBP' })
  const { secret } = await mutate<{ secret: string }>(page.request, 'keys.create', slug, { name: 'From outside', scopes: ['ingest', 'read', 'admin'] })
  const failures: string[] = []
  page.on('console', (message) => { if (message.type() === 'error') failures.push(`${page.url()}: ${message.text()}`) })
  page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  return {
    url, slug, home: `${url}/${slug}`, key: secret, page, failures, ...sender(url, secret),
    another: async () => (await browser.newContext({ ...base, storageState: signedIn })).newPage(),
    async joined(name) {
      await page.goto('settings/members')
      await page.getByRole('button', { name: 'Invite' }).click()
      await page.getByLabel('E-mail').fill(`${name.toLowerCase().replaceAll(/\W/g, '.')}@${slug}.test`)
      await page.getByRole('radio', { name: 'Editor' }).click()
      await page.getByRole('button', { name: 'Make the invitation' }).click()
      const link = await page.getByLabel('Link', { exact: true }).inputValue()
      await page.keyboard.press('Escape')
      const other = await (await browser.newContext(base)).newPage()
      await other.goto(link)
      await other.getByLabel('Name', { exact: true }).fill(name)
      await other.getByLabel('Password', { exact: true }).fill('a third long phrase')
      await other.getByRole('button', { name: 'Accept and sign in' }).click()
      await expect(other).toHaveURL(`${url}/${slug}`)
      return other
    },
    accessible: (look) => accessible(page, look),
    async stop() {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
  }
}

export async function sendHistory(at: Harbour): Promise<void> {
  for (const [collection, records] of Object.entries(history(new Date()))) await at.send(collection, records)
}

/** The same with the known history (history.ts), settled, and billing questions as moments that matter. */
export async function harbour(browser: Browser): Promise<Harbour> {
  const at = await emptyHarbour(browser)
  await sendHistory(at)
  await at.patch('touchpoints/resolve_a_billing_question', { class: 'moment_that_matters' })
  await at.settled()
  return at
}
