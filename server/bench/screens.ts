import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Browser } from '@playwright/test'
import pg from 'pg'
import { connect } from '@/db/client'
import { organisations } from '@/db/schema'
import { systemCtx } from '../access'
import { createScreen } from '../services/screens/create-screen'
import { linkDevice } from '../services/screens/pair-device'
import { saveScreen } from '../services/screens/save-screen'
import { screenOf } from '../queries/screens/screens'
import { asking } from '../testing/postgres'
import type { Postgres } from './postgres'
import { serverProcess } from './server-process'
import type { Result } from './table'

/** Displays that speak the protocol, real browsers among them, and how many commits are followed to the glass. */
export type ScreensPlan = { displays: number; browsers: number; commits: number }

const KEY = 'ts_bench_screens_4f0d1c6b8a2e'
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * Two hundred displays of one screen on one server process: how long from the sending of a record to its figure on the
 * glass (so recording is in it), and how many transactions one record costs with one display and with all of them.
 * A text says why it cannot be measured.
 */
export async function screensOnPostgres(server: Postgres, plan: ScreensPlan, say: (note: string) => void): Promise<Result[] | string> {
  if (!existsSync(join(process.cwd(), '.next', 'BUILD_ID'))) return 'there is no build; npm start or npm test makes one'
  const url = await server.fresh()
  const app = await serverProcess({ DATABASE_URL: url, SECRET: 'a secret of the benchmark, long enough', INIT_ORG_NAME: 'Bench', INIT_ORG_SLUG: 'bench', INIT_OWNER_EMAIL: 'o@example.org', INIT_OWNER_PASSWORD: 'correct-horse-9', INIT_API_KEY: KEY })
  let browser: Browser | undefined
  try {
    const tokens = await hang(url, plan.displays)
    const glass: Glass = { seen: new Map(), tally: [] }
    const first = await watch(app.url, tokens.slice(0, 1), glass)
    const idle = await resting(url)
    const single = await transactions(app.url, url, glass, 1, plan.commits, idle)
    say(`${plan.displays} displays`)
    const rest = await watch(app.url, tokens.slice(1, plan.displays - plan.browsers), glass)
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined), args: ARGS })
    for (const token of tokens.slice(-plan.browsers)) await open(browser, `${app.url}/screen#${token}`, glass)
    const sentAt = new Map<number, number>()
    const many = await transactions(app.url, url, glass, 1 + rest.length + plan.browsers, plan.commits, idle, sentAt)
    for (const stop of [...first, ...rest]) stop()
    const late = (kind: 'protocol' | 'browser') => glass.tally.filter((t) => t.kind === kind && sentAt.has(t.figure)).map((t) => t.at - (sentAt.get(t.figure) ?? 0)).toSorted((a, b) => a - b)
    const [protocol, painted] = [late('protocol'), late('browser')]
    const p = (all: number[], q: number) => all[Math.min(all.length - 1, Math.floor(all.length * q))] ?? Number.NaN
    return [
      { name: `Record sent → painted, p95, ${plan.browsers} browsers among ${plan.displays} displays, ms`, ratio: p(painted, 0.95), target: 500, atLeast: false, detail: `median ${p(painted, 0.5).toFixed(0)} ms; streams heard it after ${p(protocol, 0.5).toFixed(0)} ms, p95 ${p(protocol, 0.95).toFixed(0)} ms` },
      { name: `Transactions per record with ${plan.displays} displays against one`, ratio: many / single, target: 1.1, atLeast: false, detail: `${many.toFixed(1)} against ${single.toFixed(1)}` },
    ]
  } finally {
    await browser?.close()
    await app.stop()
  }
}

type Glass = { seen: Map<number, number>; tally: { kind: 'protocol' | 'browser'; figure: number; at: number }[] }

function note(glass: Glass, kind: 'protocol' | 'browser', figure: number, at: number): void {
  glass.seen.set(figure, (glass.seen.get(figure) ?? 0) + 1)
  glass.tally.push({ kind, figure, at })
}

/** One screen with one slide, and a token for each display. */
async function hang(url: string, displays: number): Promise<string[]> {
  const db = await connect({ kind: 'postgresql', url, poolSize: 2 })
  try {
    const [row] = await db.door((tx) => tx.select({ id: organisations.id }).from(organisations))
    const ctx = await systemCtx(db, row?.id ?? '', new Date())
    const { id } = await createScreen(ctx, { name: 'Wall', starter: 'empty' })
    const { version } = await screenOf(ctx, id)
    await saveScreen(ctx, { id, version, name: 'Wall', theme: 'dark', show_names: false, timezone: null, variables: {}, slides: [{ kind: 'expected', report: 'today-against-expected', cell: { measure: 'contacts' } }] })
    const tokens: string[] = []
    for (let n = 0; n < displays; n++) tokens.push((await linkDevice(ctx, { screen: id, name: `Display ${n}` })).path.split('#')[1] ?? '')
    return tokens
  } finally {
    await db.close()
  }
}

/** Opens a stream per token and notes every figure it hears; each resolves with its first one. */
async function watch(base: string, tokens: string[], glass: Glass): Promise<(() => void)[]> {
  return Promise.all(tokens.map((token) => new Promise<() => void>((resolve, reject) => {
    const stream = request(`${base}/api/screen/stream`, { headers: { authorization: `Bearer ${token}` }, agent: false }, (response) => {
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        rest += text
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const figure = /"soFar":(\d+)/.exec(rest.slice(0, end))?.[1]
          rest = rest.slice(end + 2)
          if (figure === undefined) continue
          note(glass, 'protocol', Number(figure), performance.timeOrigin + performance.now())
          resolve(() => stream.destroy())
        }
      })
    })
    stream.on('error', reject).end()
  })))
}

/** A real display: what it painted, and when, is noted by the page itself after the frame. */
async function open(browser: Browser, address: string, glass: Glass): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await page.exposeFunction('painted', (figure: number, at: number) => note(glass, 'browser', figure, at))
  // What runs this file names its functions by a helper that a page does not have.
  await page.addInitScript('globalThis.__name = (one) => one')
  await page.addInitScript(() => {
    let last = ''
    const look = () => {
      const text = document.querySelector('.wall-figure')?.textContent ?? ''
      if (text === last || !/^[\d,]+$/.test(text)) return
      last = text
      // The second frame begins after the first has been painted.
      requestAnimationFrame(() => requestAnimationFrame(() => (window as unknown as { painted: (figure: number, at: number) => void }).painted(Number(text.replaceAll(',', '')), performance.timeOrigin + performance.now())))
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  })
  await page.goto(address)
  await page.locator('.wall-figure').waitFor()
}

let total = 0

/** Transactions committed so far, and when that was asked. */
async function committed(client: pg.Client): Promise<{ n: number; at: number }> {
  // A connection that rests tells its statistics up to ten seconds late; asked after all have.
  await pause(12_000)
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ n: string }>('select xact_commit as n from pg_stat_database where datname = current_database()')
  return { n: Number(rows[0]?.n), at: performance.now() }
}

/** Transactions per millisecond of a server with one display and nothing to do. */
function resting(url: string): Promise<number> {
  return asking(url, async (client) => {
    await pause(3000)
    const [from, to] = [await committed(client), await committed(client)]
    return (to.n - from.n) / (to.at - from.at)
  })
}

/** Records one contact after the other, each when all have seen the one before; answers the transactions one of them costs beyond those of a server at rest. */
function transactions(base: string, url: string, glass: Glass, displays: number, commits: number, idle: number, sentAt = new Map<number, number>()): Promise<number> {
  return asking(url, async (client) => {
    await pause(3000)
    const before = await committed(client)
    for (let n = 0; n < commits; n++) {
      const figure = ++total
      sentAt.set(figure, performance.timeOrigin + performance.now())
      const interactions = [{ id: `i${figure}`, customer: `c${figure % 50}`, occurred_at: new Date(Date.now() - 2000).toISOString(), channel: 'phone', direction: 'contact' }]
      const answer = await fetch(`${base}/api/v1/interactions`, { method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }, body: JSON.stringify({ interactions }) })
      if (answer.status !== 200) throw new Error(`Recording answered ${answer.status}: ${await answer.text()}`)
      for (let waited = 0; (glass.seen.get(figure) ?? 0) < displays && waited < 20_000; waited += 10) await pause(10)
      if ((glass.seen.get(figure) ?? 0) < displays) throw new Error(`${figure} was seen on ${glass.seen.get(figure) ?? 0} of ${displays} displays.`)
      // What settles the customer has its own looks: at rest before the next one, so that each costs the same.
      await pause(700)
    }
    const after = await committed(client)
    return (after.n - before.n - idle * (after.at - before.at)) / commits
  })
}
