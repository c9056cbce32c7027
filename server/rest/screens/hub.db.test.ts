import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Db, Tx } from '@/db/client'
import { testDb, testOrganisation } from '@/server/testing/database'
import { displayCtx } from '../../access'
import { now } from '../../clock'
import type { OrgCtx } from '../../context'
import { HERE_MS } from '../../domain/screens/attendance'
import { LiveHub } from '../../live'
import { listDevices, screenOf } from '../../queries/screens/screens'
import { shownOf } from '../../routers/screen-frames'
import { preview } from '../../routers/screen-preview'
import type { SlideInput } from '../../schemas/screens'
import { recordBatch } from '../../services/recording/record-batch'
import { createScreen } from '../../services/screens/create-screen'
import { revokeDevice } from '../../services/screens/change-device'
import { linkDevice } from '../../services/screens/pair-device'
import { saveScreen } from '../../services/screens/save-screen'
import { endTakeover, raiseTakeover } from '../../services/screens/takeovers'
import { setTarget } from '../../services/targets/set-target'
import { settleOrganisation } from '../../services/settle/settle'
import { Attendance } from './attendance'
import { ScreenHub } from './hub'
import type { Client, ScreenNews } from './view'

/** An answer that takes as long as a test says. */
const slow = vi.hoisted(() => ({ until: Promise.resolve(), begun: () => {}, free: () => {} }))
vi.mock('../../routers/screen-frames', async (original) => {
  const actual = await original<typeof import('../../routers/screen-frames')>()
  return { ...actual, shownOf: async (...given: Parameters<typeof actual.shownOf>) => {
    const shown = await actual.shownOf(...given)
    slow.begun()
    await slow.until
    return shown
  } }
})

let db: Db
let live: LiveHub
let ctx: OrgCtx
/** Asked of the database, by organisation: what other walls write at their leisure belongs to none of these. */
const statements = new Map<string, number>()
const askedFor = (of: OrgCtx) => statements.get(of.org.id) ?? 0
beforeAll(async () => {
  const inner = await testDb()
  db = { ...inner, tenant: (...given: Parameters<Db['tenant']>) => {
    const { organisationId } = given[0]
    statements.set(organisationId, (statements.get(organisationId) ?? 0) + 1)
    return inner.tenant(...given)
  } } as Db
  live = new LiveHub()
  await live.start(db)
  ctx = { ...(await testOrganisation(db)).as('owner', now()) }
})
/** Whoever waits for a slow answer when a test fails would hold up all others. */
afterEach(() => {
  slow.free()
  slow.until = Promise.resolve()
  slow.begun = () => {}
})
afterAll(async () => {
  await live.close()
  await db.close()
})

type Heard = { event: string; data: Partial<ScreenNews> }

/** A display as the hub sees it, which remembers what it was told. */
function listener(device: string) {
  const heard: Heard[] = []
  const ended: (string | undefined)[] = []
  const client: Client = {
    device, greeted: false,
    send(text) {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)\n\n$/.exec(text) ?? []
      heard.push({ event, data: JSON.parse(data) as Heard['data'] })
      return true
    },
    end: (event) => { ended.push(event) },
  }
  return { client, heard, ended, soon: async (check: (h: Heard) => boolean) => { await expect.poll(() => heard.some(check), { timeout: 20_000 }).toBe(true) } }
}

async function display(hub: ScreenHub, screen: string, variables: Record<string, string> = {}) {
  const { path } = await linkDevice(ctx, { screen, name: 'Wall', variables })
  const { display: found } = await displayCtx(db, path.split('#')[1] ?? '', now())
  const told = listener(found.id)
  return { ...told, id: found.id, leave: hub.join(db, live, ctx.org.id, found, told.client) }
}

describe('the hub of displays', () => {
  test('tells all of it once, then what changed, to each; a revoked one is let go', async () => {
    const hub = new ScreenHub()
    const { id } = await createScreen(ctx, { name: 'Hall', starter: 'empty' })
    const made = await screenOf(ctx, id)
    await saveScreen(ctx, { id, version: made.version, name: 'Hall', theme: 'dark', show_names: false, timezone: null, variables: { branch: 'here' }, slides: [
      { kind: 'expected', report: 'today-against-expected', cell: { measure: 'contacts' } }, { kind: 'message', report: null, text: 'Branch {branch}' }, { kind: 'big_number', report: 'churn-rate', parameters: { by: '{nothing}' } },
      { kind: 'line', report: 'interactions-over-time', field: 'contacts', parameters: { interval: 'day' } },
    ] })
    const [one, two, north] = [await display(hub, id), await display(hub, id), await display(hub, id, { branch: 'north' })]
    const all = (h: Heard) => h.event === 'screen' && h.data.frames?.length === 4
    for (const d of [one, two, north]) await d.soon(all)
    const texts = (d: typeof one) => d.heard.find(all)?.data.frames?.map((f) => (f.picture?.kind === 'message' ? f.picture.text : '')).join('')
    expect([texts(one), texts(north)]).toEqual(['Branch here', 'Branch north'])
    // The one that asks for what nobody knows has no picture, and the admin is told why.
    expect(one.heard.find(all)?.data.frames?.[2]?.picture).toBe(null)
    await expect.poll(async () => (await screenOf(ctx, id)).slides[2]?.failure?.message, { timeout: 20_000 }).toContain('{nothing} stands for nothing here')

    await recordBatch(ctx, { kind: 'interaction', records: [{ id: 'now', customer: 'c', occurred_at: new Date(now().getTime() - 1000).toISOString(), channel: 'phone', direction: 'contact' }] })
    for (const d of [one, two, north]) await d.soon((h) => h.event === 'screen' && (h.data.frames ?? []).some((f) => f.picture?.kind === 'expected' && f.picture.soFar === 1))
    // Slides that say the same are not sent again.
    expect(one.heard.at(-1)?.data.frames?.some((f) => f.picture?.kind === 'message') ?? false).toBe(false)

    await raiseTakeover(ctx, { screen: id, title: 'Card payments fail', source: 'test' })
    await one.soon((h) => h.data.takeovers?.[0]?.title === 'Card payments fail')
    await setTarget(ctx, { report: 'interactions-over-time', field: 'contacts', parameters: { interval: 'day' }, value: 5, direction: 'at_most' })
    await one.soon((h) => (h.data.frames ?? []).some((f) => f.picture?.kind === 'line' && f.picture.target?.value === 5))

    // Of one that is revoked before it was written down when it was here, that is not written any more.
    await expect.poll(async () => (await listDevices(ctx, id, now())).filter((d) => d.lastSeenAt !== null).length, { timeout: 20_000 }).toBe(3)
    await revokeDevice(ctx, { id: one.id })
    await expect.poll(() => one.ended.some((event) => event?.startsWith('event: revoked')), { timeout: 5000 }).toBe(true)
    expect(two.ended).toEqual([])
    for (const d of [one, two, north]) d.leave()
  })

  test('a display that comes while others are looked up is not taken for a revoked one', async () => {
    const { id } = await createScreen(ctx, { name: 'Busy', starter: 'empty' })
    const hub = new ScreenHub()
    const first = await display(hub, id)
    await first.soon((h) => h.event === 'screen')
    const { path } = await linkDevice(ctx, { screen: id, name: 'Late' })
    const { display: found } = await displayCtx(db, path.split('#')[1] ?? '', now())
    const late = listener(found.id)
    // It joins in the middle of the look-up that the revocation of another asks for.
    const inner = db.tenant
    let leave = () => {}
    const { id: revoked } = await linkDevice(ctx, { screen: id, name: 'Gone' })
    db.tenant = async <T>(...given: [Parameters<Db['tenant']>[0], (tx: Tx) => Promise<T>, Parameters<Db['tenant']>[2]?]): Promise<T> => {
      const answer = await inner(...given)
      if ((answer as { present?: { id: string }[] } | undefined)?.present?.[0]?.id === first.id) {
        db.tenant = inner
        leave = hub.join(db, live, ctx.org.id, found, late.client)
      }
      return answer
    }
    await revokeDevice({ ...ctx, db: { ...db, tenant: inner } }, { id: revoked })
    await late.soon((h) => h.event === 'screen')
    expect([first.ended, late.ended]).toEqual([[], []])
    leave()
    first.leave()
  })

  test('an interruption is told to all at once and let go of, while slides are still being answered', async () => {
    const own = (await testOrganisation(db)).as('owner', now())
    const [hall, yard] = await Promise.all(['Hall', 'Yard'].map((name) => createScreen(own, { name, starter: 'channels' })))
    // None of its words is written while statements are counted.
    const hub = new ScreenHub(new Attendance(3_600_000, 3_600_000))
    const all = await Promise.all([hall?.id, hall?.id, yard?.id].map(async (screen) => {
      const { path } = await linkDevice(own, { screen: screen ?? '', name: 'Wall' })
      const { display: found } = await displayCtx(db, path.split('#')[1] ?? '', now())
      const told = listener(found.id)
      return { ...told, leave: hub.join(db, live, own.org.id, found, told.client) }
    }))
    for (const d of all) await d.soon((h) => h.event === 'screen')
    slow.until = new Promise((resolve) => { slow.free = resolve })
    const begun = new Promise<void>((resolve) => { slow.begun = resolve })
    await recordBatch(own, { kind: 'interaction', records: [{ id: 'now', customer: 'c', occurred_at: new Date(now().getTime() - 1000).toISOString(), channel: 'phone', direction: 'contact' }], settle: false })
    await begun
    const before = all.map((d) => d.heard.length)
    const since = (event: string) => all.map((d, n) => d.heard.slice(before[n]).filter((h) => h.event === event).map((h) => (h.data.takeovers ?? []).map(({ title }) => title).join()))
    const began = askedFor(own)
    const { id } = await raiseTakeover(own, { screen: null, title: 'Everywhere', source: 'test' })
    await expect.poll(() => since('takeovers'), { timeout: 5000 }).toEqual([['Everywhere'], ['Everywhere'], ['Everywhere']])
    await raiseTakeover(own, { screen: yard?.id ?? null, title: 'In the yard', source: 'test' })
    await expect.poll(() => since('takeovers').at(2), { timeout: 5000 }).toEqual(['Everywhere', 'Everywhere,In the yard'])
    // Two written, and one look for each, whatever the number of displays.
    expect([askedFor(own) - began, since('takeovers').slice(0, 2), since('screen')]).toEqual([4, [['Everywhere'], ['Everywhere']], [[], [], []]])
    await endTakeover(own, { id })
    await expect.poll(() => since('takeovers').map((said) => said.at(-1)), { timeout: 5000 }).toEqual(['', '', 'In the yard'])
    expect(since('screen')).toEqual([[], [], []])
    // The answers that were begun before know nothing of it, and take nothing back.
    slow.until = Promise.resolve()
    slow.free()
    await expect.poll(() => since('screen').every((said) => said.length > 0), { timeout: 20_000 }).toBe(true)
    expect(since('screen').map((said) => new Set(said))).toEqual([new Set(['']), new Set(['']), new Set(['In the yard'])])
    for (const d of all) d.leave()
  })

  test('what is owed is said whole, a story without saying whose, and how long nothing has come', async () => {
    const { as } = await testOrganisation(db)
    const on = (iso: string) => as('owner', new Date(iso))
    const own = on('2026-03-18T02:00:00Z')
    const due = (id: string, at: string, team: string) => ({ id, customer: 'ann', made_at: '2026-03-10T08:00:00Z', due_at: at, team, text: 'Call Ann Lee back' })
    await recordBatch(own, { kind: 'promise', records: [...['a', 'b', 'c'].map((id) => due(id, '2026-03-18T11:00:00Z', 'North')), ...['d', 'e', 'f', 'g', 'i'].map((id, i) => due(id, `2026-03-18T12:0${i}:00Z`, 'South')), due('h', '2026-03-20T11:00:00Z', 'South')] })
    await recordBatch(own, { kind: 'customer', records: [{ id: 'ann', name: 'Ann Lee', acquired_at: '2019-01-01T00:00:00Z' }] })
    const moment = (id: string, customer: string, at: string, result: string, more: object = {}) => ({ id, customer, occurred_at: at, channel: 'phone', touchpoint: 'Dispute a charge', direction: 'contact', impression: result === 'failed' ? -2 : 2, result, summary: 'Ann Lee cried with joy', ...more })
    await recordBatch(own, { kind: 'interaction', records: [moment('1', 'ann', '2026-02-20T08:00:00Z', 'failed'), { id: 'call', customer: 'ann', occurred_at: '2026-02-21T08:00:00Z', channel: 'phone', direction: 'message', initiative: 'ours', goodwill_amount: 20 }, moment('2', 'ann', '2026-03-10T08:00:00Z', 'exceeded'), moment('3', 'bob', '2026-03-15T08:00:00Z', 'exceeded')] })
    await settleOrganisation(own)
    const { id } = await createScreen(own, { name: 'Care', starter: 'empty' })
    const slides = [{ kind: 'promises' as const, report: 'promises' }, { kind: 'story' as const, report: 'moment-outcomes', field: 'moments', parameters: { result: 'exceeded', from: '{-28d}' }, cell: { result: 'exceeded' } }]
    await saveScreen(own, { id, version: (await screenOf(own, id)).version, name: 'Care', theme: 'dark', show_names: false, timezone: null, variables: {}, slides })
    const shown = await shownOf(own, live, id, {}, own.now)
    // Three of a team would tell passers-by whose they are, five do not.
    expect(shown.frames[0]?.picture).toMatchObject({ today: 8, later: 1, next: [{ team: null, n: 3, text: null }, { team: 'South', n: 1 }, { n: 1 }, { n: 1 }], more: 2 })
    expect(shown.frames[1]?.picture).toMatchObject({ count: 2, when: 'in March 2026', headline: 'Dispute a charge: better than the customer expected', where: 'Phone', lines: ['Something had failed for this customer in February. We came back to them the next day and gave something for their trouble: this time it went well.', 'A customer for 7 years.'] })
    // Asked for no result, by whatever figure, it is one of all moments; asked for one by its window alone, of those.
    const loose = await createScreen(own, { name: 'Any', starter: 'empty' })
    await saveScreen(own, { id: loose.id, version: (await screenOf(own, loose.id)).version, name: 'Any', theme: 'dark', show_names: false, timezone: null, variables: {}, slides: [{ kind: 'story', report: 'moment-outcomes' }, { kind: 'story', report: 'moment-outcomes', parameters: { result: 'failed' } }] })
    expect((await shownOf(own, live, loose.id, {}, own.now)).frames.map((f) => f.picture)).toMatchObject([{ what: 'exceeded', count: 3, where: 'Phone' }, { what: 'failed', count: 1 }])
    // Before the first was made none was overdue, and that is no clean sheet.
    expect((await shownOf(on('2026-03-09T02:00:00Z'), live, id, {}, own.now)).frames[0]?.picture).toMatchObject({ kind: 'sentence', none: 'No promises recorded', well: false })
    expect(JSON.stringify(shown)).not.toContain('Ann')
    expect(shown.program).toMatchObject({ standing: null, silentSince: null })
    expect((await shownOf(on('2026-03-26T02:00:00Z'), live, id, {}, own.now)).program.silentSince).toBe('2026-03-15')
    const named = await screenOf(own, id)
    await saveScreen(own, { id, version: named.version, name: 'Care', theme: 'dark', show_names: true, timezone: null, variables: {}, slides })
    expect((await shownOf(own, live, id, {}, own.now)).frames.map((f) => f.picture)).toMatchObject([{ next: [{ text: 'Call Ann Lee back', team: 'North' }, {}, {}, {}] }, { headline: '“Ann Lee cried with joy”' }])
  })

  test('a slide of one branch says whose it is and nothing of one that nobody knows; a late feed stands on every figure', async () => {
    const { as } = await testOrganisation(db, { dimensions: ['branch'] })
    const own = as('owner', new Date('2026-03-18T12:00:00Z'))
    const daily = (channel: string, days: number, until: number) => Array.from({ length: days }, (_, n) => ({ id: `${channel}${n}`, customer: `c${n % 6}`, occurred_at: new Date(Date.UTC(2026, 2, until - n, 8)).toISOString(), channel, direction: 'contact' }))
    await recordBatch(own, { kind: 'customer', records: Array.from({ length: 6 }, (_, n) => ({ id: `c${n}`, acquired_at: '2020-01-01T00:00:00Z', attributes: { branch: n === 0 ? 'Bristol' : 'Leeds' } })) })
    await recordBatch(own, { kind: 'interaction', source: 'crm', records: [...daily('Phone', 40, 18), ...daily('Web', 30, 12)] })
    await settleOrganisation(own)
    const { id } = await createScreen(own, { name: 'Branch', starter: 'empty' })
    const of = { attribute: 'branch:{branch}' }
    const slides: SlideInput[] = [
      { kind: 'line', report: 'interactions-over-time', field: 'contacts', parameters: { ...of, interval: 'week' }, title: 'Contacts' },
      { kind: 'big_number', report: 'churn-rate', field: 'lost', parameters: { ...of, interval: 'month' }, title: 'Lost in {branch}' },
      { kind: 'expected', report: 'today-against-expected', parameters: of, cell: { measure: 'contacts' }, title: 'Today' },
      { kind: 'big_number', report: 'interactions-over-time', field: 'contacts', parameters: { channel: 'phone', interval: 'week' } },
      { kind: 'sentence', report: 'findings', field: 'all_right', title: 'Are we all right?' }, { kind: 'message', report: null, text: 'Thank you, {branch}' },
    ]
    await saveScreen(own, { id, version: (await screenOf(own, id)).version, name: 'Branch', theme: 'dark', show_names: false, timezone: 'America/New_York', variables: { branch: 'Leeds' }, slides })
    const at = async (branch: Record<string, string>) => shownOf(own, live, id, branch, own.now)
    const leeds = await at({})
    expect(leeds.failed).toEqual({})
    // Its clock is another than that of the organisation’s days, and it is of one branch: both are said.
    expect(leeds.program).toMatchObject({ zone: 'America/New_York', days: 'UTC', part: true })
    expect(leeds.frames.map((f) => f.title)).toEqual(['Contacts · Leeds', 'Lost in Leeds', 'Today · Leeds', 'Contacts · whole organisation · Phone', 'Are we all right? · whole organisation', ''])
    // Said of each slide with figures, but where the feed is not in them; a verdict is withheld where it would be needed.
    expect(leeds.frames.map((f) => [f.incomplete, f.late].filter(Boolean).join())).toEqual(['Web late since 12 March', 'Web late since 12 March', 'Web late since 12 March', '', 'Web late since 12 March', ''])
    expect(leeds.frames.map((f) => f.incomplete !== null)).toEqual([false, false, true, false, true, false])
    // Today is told without what is late; of purchases, which come by no late feed, as a whole.
    expect(leeds.frames[2]?.picture).toMatchObject({ kind: 'expected', away: null, without: 'Web', rest: { soFar: 0 } })
    // One of a branch is not told: it is known whose it was.
    expect((await at({ branch: 'Bristol' })).frames[2]?.picture).toMatchObject({ soFar: null })
    expect(leeds.frames[4]?.picture).toMatchObject({ kind: 'sentence', answer: { text: 'Too early to say', well: null }, sentences: ['1 of 2 sources is late.'] })
    expect(leeds.frames[1]?.window).toEqual({ from: '2026-03-01', to: '2026-03-19' })
    // Late for weeks it is said at the foot of all of them, and above where the figures lack it; what has become late since is said above each.
    expect(leeds.program.late).toBe(null)
    const weeks = await shownOf(as('owner', new Date('2026-03-22T12:00:00Z')), live, id, {}, new Date('2026-03-22T12:00:00Z'))
    expect([weeks.program.late, ...weeks.frames.slice(0, 3).map((f) => f.incomplete ?? f.late)]).toEqual(['1 source late', 'Crm late since 18 March', 'Phone late since 18 March', 'Crm late since 18 March'])
    // In Bristol nobody was lost: that is known, and shown. Of Atlantis nothing is.
    expect((await at({ branch: 'Bristol' })).frames[1]?.picture).toMatchObject({ kind: 'big_number', shown: { value: 0 }, partial: true, none: false })
    // On a wall the day before is another day, and said to be.
    expect((await shownOf(own, live, id, {}, new Date('2026-03-20T12:00:00Z'))).frames[2]?.picture).toMatchObject({ day: '2026-03-18', away: 'Of 18 March 2026, the last day with records' })
    // Composed, it shows what only a display says as that display has it.
    await saveScreen(own, { id, version: (await screenOf(own, id)).version, name: 'Branch', theme: 'dark', show_names: false, timezone: null, variables: {}, slides })
    expect((await preview(own, live, { id, variables: {} })).failed).not.toEqual({})
    await linkDevice(own, { screen: id, name: 'Lobby', variables: { branch: 'Leeds' } })
    const composed = await preview(own, live, { id, variables: {} })
    expect([composed.failed, composed.examples, composed.frames.at(-1)?.picture]).toEqual([{}, { branch: 'Leeds' }, { kind: 'message', text: 'Thank you, Leeds' }])
    const atlantis = await at({ branch: 'Atlantis' })
    expect(Object.values(atlantis.failed)).toEqual(['No records of Atlantis.', 'No records of Atlantis.', 'No records of Atlantis.'])
    expect(atlantis.frames.map((f) => f.picture === null)).toEqual([true, true, true, false, false, false])
  })

  test('a finished screen of a dimension is of the part that its display says, and of all on one that says none', async () => {
    const { as } = await testOrganisation(db, { dimensions: ['Home branch'] })
    const own = as('owner', new Date('2026-03-18T12:00:00Z'))
    await recordBatch(own, { kind: 'customer', records: ['Leeds', 'Leeds', 'York', ...Array.from({ length: 4 }, () => 'Leeds')].map((branch, n) => ({ id: `c${n}`, acquired_at: '2020-01-01T00:00:00Z', attributes: { 'Home branch': branch } })) })
    await recordBatch(own, { kind: 'interaction', records: Array.from({ length: 210 }, (_, n) => ({ id: `i${n}`, customer: `c${n % 7}`, occurred_at: new Date(Date.UTC(2026, 2, 18 - Math.floor(n / 7), 8)).toISOString(), channel: 'Branch', direction: 'contact' })) })
    await recordBatch(own, { kind: 'promise', records: ['c0', 'c2', 'c2', 'c0', 'c1', 'c3', 'c4'].map((customer, n) => ({ id: `p${n}`, customer, made_at: '2026-03-10T08:00:00Z', due_at: '2026-03-11T08:00:00Z' })) })
    await settleOrganisation(own)
    await expect(createScreen(own, { name: 'Nowhere', starter: 'now', dimension: 'branch' })).rejects.toThrow('not a dimension')
    const { id } = await createScreen(own, { name: 'Branches', starter: 'now', dimension: 'Home branch' })
    const at = async (variables: Record<string, string>) => {
      const { frames, failed } = await shownOf(own, live, id, variables, own.now)
      const of = (kind: string) => frames.find((frame) => frame.kind === kind)
      return { failed: Object.values(failed), titles: frames.map((f) => f.title), today: of('expected')?.picture, owed: of('promises')?.picture }
    }
    // Without purchases there are no tiers: of the top one nothing is said, instead of everybody.
    const TIERS = 'There are no value tiers yet: they are cut once transactions have arrived.'
    expect(await at({})).toMatchObject({ failed: [TIERS], today: { soFar: 7 }, owed: { overdue: 7 } })
    const [whole, leeds, york, atlantis] = [await at({}), await at({ home_branch: 'Leeds' }), await at({ home_branch: 'York' }), await at({ home_branch: 'Atlantis' })]
    // On one that says of which branch it is nothing, all of it is of the whole, and says so.
    expect(whole.titles.filter((title) => !title.endsWith('· whole organisation'))).toEqual(['Top-tier customers lost this month'])
    // Of the whole three would be three; of one branch one to four are not told.
    expect([leeds, york]).toMatchObject([{ today: { soFar: 6 }, owed: { overdue: 5 } }, { today: { soFar: null }, owed: { overdue: null, aged: null } }])
    // What looks at all customers at once cannot be of one part, and says so.
    expect(leeds.titles.filter((title) => !title.endsWith('· Leeds'))).toEqual(['Are we all right? · whole organisation', 'Top-tier customers lost this month'])
    expect(new Set(atlantis.failed)).toEqual(new Set(['No records of Atlantis.', TIERS]))
    expect(atlantis.failed.length).toBeGreaterThan(2)
  })

  test('who is there is by their own word: one that says nothing any more is not, and thirty cost one statement', async () => {
    const { id } = await createScreen(ctx, { name: 'Words', starter: 'empty' })
    const words = new Attendance(40)
    const hub = new ScreenHub(words)
    const tokens = await Promise.all(Array.from({ length: 30 }, async (_, n) => (await linkDevice(ctx, { screen: id, name: `Display ${String(n).padStart(2, '0')}` })).path.split('#')[1] ?? ''))
    const leaves = await Promise.all(tokens.map(async (token) => {
      const { display: found } = await displayCtx(db, token, now())
      words.know(token, ctx.org.id, found.id)
      return hub.join(db, live, ctx.org.id, found, listener(found.id).client)
    }))
    const seen = async () => (await listDevices(ctx, id, now())).map((d) => d.lastSeenAt?.getTime() ?? 0)
    await expect.poll(async () => (await seen()).every((at) => at > 0), { timeout: 20_000 }).toBe(true)
    const [first = 0, ...others] = await seen()
    // All but the first go on; its stream is open still, as on a cut line.
    const asked: string[] = []
    let written = 0
    const watched = { ...db, maintenance: (...given: Parameters<Db['maintenance']>) => { asked.push('door'); return db.maintenance(...given) }, tenant: (...given: Parameters<Db['tenant']>) => { written++; return db.tenant(...given) } } as Db
    // However long they take to say it: none of them waits for anything, so time can stand still meanwhile.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    for (const token of tokens.slice(1)) await words.word(watched, token)
    expect([vi.getTimerCount(), written]).toEqual([1, 0])
    vi.advanceTimersByTime(40)
    vi.useRealTimers()
    await expect.poll(async () => (await seen()).slice(1).every((at, n) => at > (others[n] ?? 0)), { timeout: 20_000 }).toBe(true)
    expect([written, asked]).toEqual([1, []])
    const after = await seen()
    expect(after[0]).toBe(first)
    const here = async (ms: number) => (await listDevices(ctx, id, new Date(first + ms))).map((d) => d.here)
    expect([(await here(HERE_MS - 1))[0], (await here(HERE_MS))[0]]).toEqual([true, false])
    // In a process that does not hold its stream a word is asked about once; a revoked display's says nothing.
    const elsewhere = new Attendance(40)
    await elsewhere.word(watched, tokens[0] ?? '')
    await elsewhere.word(watched, tokens[0] ?? '')
    expect(asked).toEqual(['door'])
    await expect.poll(async () => (await seen())[0], { timeout: 20_000 }).toBeGreaterThan(first)
    await revokeDevice(ctx, { id: (await listDevices(ctx, id, now()))[0]?.id ?? '' })
    await expect.poll(() => words.word(db, tokens[0] ?? '').then(() => 'taken', (error: Error) => error.message), { timeout: 20_000 }).toContain('revoked')
    for (const leave of leaves) leave()
  })

  test('a tick asks the database as often for thirty displays as for one', async () => {
    const { id } = await createScreen(ctx, { name: 'Many', starter: 'channels' })
    const perTick = async (displays: number) => {
      const hub = new ScreenHub()
      const all = await Promise.all(Array.from({ length: displays }, () => display(hub, id)))
      for (const d of all) await d.soon((h) => h.event === 'screen')
      // The looks that arrivals asked for are over when one more that nobody asked for changes nothing.
      const record = async (n: number) => {
        await recordBatch(ctx, { kind: 'interaction', records: [{ id: `${displays}.${n}`, customer: 'c', occurred_at: new Date(now().getTime() - 1000).toISOString(), channel: 'phone', direction: 'contact' }], settle: false })
        const before = all.map((d) => d.heard.length)
        await Promise.all(all.map(async (d, i) => { await expect.poll(() => d.heard.slice(before[i]).some((h) => h.event === 'screen'), { timeout: 20_000 }).toBe(true) }))
      }
      await record(0)
      await record(1)
      const began = askedFor(ctx)
      await record(2)
      for (const d of all) d.leave()
      return askedFor(ctx) - began
    }
    const [single, many] = [await perTick(1), await perTick(30)]
    // One more or less: a look may fall into the same moment as the record's own writing.
    expect(Math.abs(many - single)).toBeLessThanOrEqual(single * 0.5)
    expect(many).toBeLessThan(60)
  })
})
