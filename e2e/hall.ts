import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { emptyInstance } from './empty-instance'
import type { Harbour } from './harbour'
import { signIn } from './sign-in'

const owner = { email: 'owner@example.test', password: 'a first long phrase' }
const key = 'ts_e2e_screens_4f0d1c6b8a2e'

/** The admin's page and a television before which nobody stands. */
export type Hall = {
  url: string
  admin: Page
  wall: Page
  wallContext: BrowserContext
  /** The largest figure on the glass. */
  figure: () => ReturnType<Page['locator']>
  /** Records as their sender sends them. */
  send(kind: string, records: readonly object[]): Promise<void>
  /** Changes a setting of the organisation by REST. */
  patch(what: string, change: object): Promise<void>
  /** One contact by phone, just now. */
  contact(): Promise<void>
  /** A screen by this name that turns only today's contacts: for a wall that stands still. */
  hangContacts(name: string): Promise<void>
  /** The composer has saved. */
  saved(): Promise<void>
  /** Adds a display by link; what to open on it. */
  link(name: string, variables?: string): Promise<string>
  /** Ends everything; no page may have failed. */
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Where a hall is: an organisation, its owner's page, and a key that may do everything. */
type Ground = Pick<Harbour, 'url' | 'key' | 'page' | 'failures' | 'stop'>

/** A server of one's own, which may be killed. */
export async function ownGround(browser: Browser): Promise<Ground & { kill(): Promise<void>; restart(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-screens-'))
  const port = await freePort()
  const start = () => emptyInstance({ DATA_DIR: dataDir, PORT: String(port), INIT_ORG_NAME: 'Harbour Bank', INIT_ORG_SLUG: 'harbour', INIT_ORG_CURRENCY: 'GBP', INIT_OWNER_EMAIL: owner.email, INIT_OWNER_PASSWORD: owner.password, INIT_API_KEY: key })
  let server = await start()
  const failures: string[] = []
  const page = await (await browser.newContext({ baseURL: `${server.url}/harbour/`, locale: 'en-GB', timezoneId: 'Asia/Kathmandu' })).newPage()
  page.on('pageerror', (error) => failures.push(`${page.url()}: ${String(error)}`))
  await page.goto('/sign-in')
  await signIn(page, owner)
  await expect(page).toHaveURL('/harbour')
  return {
    url: server.url, key, page, failures,
    kill: () => server.kill(),
    async restart() { server = await start() },
    async stop() {
      await server.stop(browser)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function hall(browser: Browser, { url, key, page: admin, failures, stop }: Ground): Promise<Hall> {
  const wallContext = await browser.newContext({ baseURL: url, viewport: { width: 1920, height: 1080 } })
  const wall = await wallContext.newPage()
  wall.on('pageerror', (error) => failures.push(`${wall.url()}: ${String(error)}`))
  let sent = 0
  const ask = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
  }
  const send = (kind: string, records: readonly object[]) => ask('POST', kind, { [kind]: records, mode: 'replace' })
  const saved = () => expect(admin.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  return {
    url, admin, wall, wallContext, saved,
    figure: () => wall.locator('.wall-figure'),
    send,
    patch: (what, change) => ask('PATCH', what, change),
    contact: () => send('interactions', [{ id: `now${++sent}`, customer: 'c1', occurred_at: new Date(Date.now() - 2000).toISOString(), channel: 'phone', direction: 'contact' }]),
    async hangContacts(name) {
      if (!new URL(admin.url()).pathname.endsWith('/screens')) await admin.goto('screens')
      await admin.getByRole('button', { name: 'Make a screen' }).first().click()
      await admin.getByLabel('Name').fill(name)
      await expect(admin.getByRole('radio', { name: 'Are we all right now?' })).toBeChecked()
      await admin.getByRole('button', { name: 'Make', exact: true }).click()
      await onlyContacts(admin)
      await saved()
    },
    async link(name, variables) {
      await admin.getByRole('button', { name: 'Add a display' }).click()
      await admin.getByRole('tab', { name: 'By link' }).click()
      await admin.getByLabel('Name').last().fill(name)
      if (variables) await admin.getByRole('dialog').getByLabel('Variables').fill(variables)
      await admin.getByRole('button', { name: 'Make a link' }).click()
      const link = (await admin.getByRole('dialog').locator('code').textContent()) ?? ''
      await admin.getByRole('button', { name: 'Done' }).click()
      return link
    },
    async stop() {
      await stop()
      expect(failures).toEqual([])
    },
  }
}

export const slidesOf = (admin: Page) => admin.getByRole('list', { name: 'Slides' }).getByRole('listitem')

/** Takes off every slide but today's contacts. */
export async function onlyContacts(admin: Page): Promise<void> {
  const slides = slidesOf(admin)
  await expect(slides.filter({ hasText: 'Contacts today' })).toHaveCount(1)
  for (let left = await slides.count(); left > 1; left--) {
    const other = slides.filter({ hasNotText: 'Contacts today' }).first()
    await other.hover()
    await other.getByRole('button', { name: /^Remove/ }).click()
  }
  await expect(slides).toHaveCount(1)
}
