import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import { targets } from '@/db/schema'
import { testDb, testOrganisation } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import { displayCtx, keyCtx } from '../../access'
import type { OrgCtx } from '../../context'
import { now } from '../../clock'
import { targetSubject } from '../../domain/targets/target'
import { listDevices, screenOf } from '../../queries/screens/screens'
import { listTargets, targetHistory } from '../../queries/targets/targets'
import { setTarget } from '../targets/set-target'
import { addSlide } from './add-slide'
import { beginPairing } from './begin-pairing'
import { changeDevice, revokeDevice } from './change-device'
import { createScreen } from './create-screen'
import { deleteScreen } from './delete-screen'
import { linkDevice, pairDevice } from './pair-device'
import { keepFailures } from './report-failure'
import { saveScreen } from './save-screen'
import { endTakeover, raiseTakeover } from './takeovers'

let db: Db
let ctx: OrgCtx
let as: Awaited<ReturnType<typeof testOrganisation>>['as']
beforeAll(async () => {
  db = await testDb()
  ;({ ctx, as } = await testOrganisation(db))
})
afterAll(async () => { await db.close() })

const save = (of: Awaited<ReturnType<typeof screenOf>>, more: object = {}) => saveScreen(ctx, { id: of.id, version: of.version, name: of.name, theme: of.theme, show_names: of.showNames, timezone: of.timezone, variables: of.variables, slides: of.slides.map(({ failure: _f, ...slide }) => slide), ...more })
const tokenIn = (path: string) => path.split('#')[1] ?? ''

describe('screens', () => {
  test('begins finished; slides keep their id while they are moved; a change from an older version is refused', async () => {
    const { id } = await createScreen(ctx, { name: 'Hall', starter: 'now' })
    const first = await screenOf(ctx, id)
    expect(first.slides.map((s) => s.kind)).toContain('expected')
    expect(first.showNames).toBe(false)
    // An admin reads when it was changed by a clock that goes on, whatever day the organisation's stands at.
    expect(now().getTime() - first.changedAt.getTime()).toBeLessThan(60_000)
    await save(first, { slides: [...first.slides].reverse().map(({ failure: _f, ...slide }) => slide) })
    const turned = await screenOf(ctx, id)
    expect(turned.slides.map((s) => s.id)).toEqual(first.slides.map((s) => s.id).toReversed())
    expect(await fault(() => save(first))).toBe('conflict')
    const { slide } = await addSlide(ctx, { screen: id, slide: { kind: 'message', report: null, text: 'Hello' } })
    expect((await screenOf(ctx, id)).slides.at(-1)).toMatchObject({ id: slide, text: 'Hello' })
    expect(await fault(() => addSlide(ctx, { screen: id, slide: { kind: 'line', report: null } }))).toContain('report')
    await deleteScreen(ctx, { id })
    expect(await fault(() => screenOf(ctx, id))).toBe('not_found')
  })

  test('a code is typed once; the token opens this screen until it is revoked, and nothing else ever', async () => {
    const { id: screen } = await createScreen(ctx, { name: 'Wall', starter: 'empty' })
    const { code, token } = await beginPairing(db, '10.0.0.1', now())
    expect(await fault(() => displayCtx(db, token, now()))).toBe('unauthenticated')
    const { id } = await pairDevice(ctx, { screen, code: ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)}`, name: 'Lobby', variables: { branch: 'north' } })
    expect(await fault(() => pairDevice(ctx, { screen, code, name: 'Again' }))).toBe('invalid')
    expect((await displayCtx(db, token, now())).display).toEqual({ id, screenId: screen, variables: { branch: 'north' } })
    expect(await fault(() => keyCtx(db, token, now()))).toBe('unauthenticated')
    await changeDevice(ctx, { id, name: 'Lobby left', variables: {}, screen })
    expect(await listDevices(ctx, screen, now())).toMatchObject([{ name: 'Lobby left', variables: {}, revokedAt: null }])
    await revokeDevice(ctx, { id })
    expect(await fault(() => displayCtx(db, token, now()))).toBe('unauthenticated')
    expect(await fault(() => changeDevice(ctx, { id, name: 'x', variables: {}, screen }))).toBe('not_found')
    const { path } = await linkDevice(ctx, { screen, name: 'By link' })
    expect((await displayCtx(db, tokenIn(path), now())).display.screenId).toBe(screen)
    await deleteScreen(ctx, { id: screen })
    expect(await fault(() => displayCtx(db, tokenIn(path), now()))).toBe('unauthenticated')
  })

  test('a code too old opens nothing', async () => {
    const { id: screen } = await createScreen(ctx, { name: 'Wall', starter: 'empty' })
    const { code } = await beginPairing(db, '10.0.0.1', new Date(now().getTime() - 16 * 60_000))
    expect(await fault(() => pairDevice(ctx, { screen, code, name: 'Late' }))).toBe('invalid')
  })

  test('displays are listed as people count them', async () => {
    const { id: screen } = await createScreen(ctx, { name: 'Branches', starter: 'channels' })
    for (const name of ['Branch 10', 'Branch 2', 'Branch 1']) await linkDevice(ctx, { screen, name })
    expect((await listDevices(ctx, screen, now())).map(({ name }) => name)).toEqual(['Branch 1', 'Branch 2', 'Branch 10'])
  })

  test('what fails is kept until it is well again', async () => {
    const { id } = await createScreen(ctx, { name: 'Failing', starter: 'channels' })
    const [one, two] = (await screenOf(ctx, id)).slides.map((s) => s.id)
    await keepFailures(ctx, id, { [one ?? '']: 'no tiers yet', [randomUUID()]: 'gone' }, [two ?? ''])
    expect((await screenOf(ctx, id)).slides[0]?.failure?.message).toBe('no tiers yet')
    await keepFailures(ctx, id, {}, [one ?? ''])
    expect((await screenOf(ctx, id)).slides[0]?.failure).toBe(null)
  })

  test('a takeover raised again is the same one; ended it is over', async () => {
    const first = await raiseTakeover(ctx, { title: 'Card payments fail', source: 'alert:1' })
    expect(await raiseTakeover(ctx, { title: 'Card payments still fail', source: 'alert:1' })).toEqual(first)
    await endTakeover(ctx, first)
    await endTakeover(ctx, first)
    expect(await raiseTakeover(ctx, { title: 'Again', source: 'alert:1' })).not.toEqual(first)
  })

  test('a target has a history; the same figure by another window is the same figure', async () => {
    const of = { report: 'churn-rate', field: 'churn_rate', cell: { period: '2026-01-01', key: 'total', field: 'churn_rate' } }
    await setTarget(ctx, { ...of, parameters: { interval: 'month', from: '2025-01-01' }, value: 0.03, direction: 'at_most', valid_from: '2026-01-01' })
    await setTarget(ctx, { ...of, parameters: { interval: 'month' }, value: 0.02, direction: 'at_most' })
    expect(await targetHistory(ctx, { ...of, cell: {}, parameters: { interval: 'month', to: '2026-02-01' } })).toMatchObject([{ value: 0.02, validFrom: '2026-03-15', owner: 'owner' }, { value: 0.03 }])
    // Set where the figure is split, it is of the whole all the same; stored with a subject of before, it is found, too.
    await setTarget(ctx, { ...of, parameters: { interval: 'month', by: 'segment' }, cell: {}, value: 0.01, direction: 'at_most' })
    await db.maintenance((tx) => tx.update(targets).set({ subject: targetSubject('churn_rate', { interval: 'month', by: 'segment' }, {}) }).where(and(eq(targets.organisationId, ctx.org.id), eq(targets.value, 0.01))))
    expect((await targetHistory(ctx, { ...of, cell: {}, parameters: { interval: 'month' } })).map(({ value }) => value)).toEqual([0.01, 0.02, 0.03])
    expect(new Set((await listTargets(ctx)).map(({ subject }) => subject)).size).toBe(1)
    expect(await targetHistory(ctx, { ...of, cell: { key: 'top' }, parameters: { interval: 'month', by: 'segment' } })).toEqual([])
    expect(await targetHistory(ctx, { ...of, cell: { key: 'top' }, parameters: { interval: 'month' } })).toEqual([])
    expect(await fault(() => setTarget(ctx, { ...of, field: 'nonsense', value: 1, direction: 'at_least' }))).toBe('invalid')
    expect(await fault(() => setTarget(ctx, { ...of, report: 'nonsense', value: 1, direction: 'at_least' }))).toBe('not_found')
  })

  test('viewers and editors compose nothing, viewers set no target, other organisations see nothing', async () => {
    const { id: screen } = await createScreen(ctx, { name: 'Ours', starter: 'now' })
    const { id: device } = await linkDevice(ctx, { screen, name: 'Ours' })
    const view = await screenOf(ctx, screen)
    const takeover = await raiseTakeover(ctx, { title: 'Ours', source: 'x' })
    const verbs: ((c: OrgCtx) => Promise<unknown>)[] = [
      (c) => saveScreen(c, { id: screen, version: view.version, name: 'Theirs', theme: 'dark', show_names: true, timezone: null, variables: {}, slides: [] }), (c) => addSlide(c, { screen, slide: { kind: 'message', report: null, text: 'x' } }),
      (c) => deleteScreen(c, { id: screen }), (c) => linkDevice(c, { screen, name: 'x' }), (c) => changeDevice(c, { id: device, name: 'x', variables: {}, screen }), (c) => revokeDevice(c, { id: device }), (c) => endTakeover(c, takeover),
      (c) => raiseTakeover(c, { screen, title: 'x', source: 'y' }),
    ]
    const stranger = (await testOrganisation(db)).ctx
    for (const verb of verbs) {
      expect(await fault(() => verb(as('viewer'))), String(verb)).toBe('forbidden')
      expect(await fault(() => verb(as('editor'))), String(verb)).toBe('forbidden')
      expect(await fault(() => verb(stranger)), String(verb)).toBe('not_found')
    }
    expect(await fault(() => createScreen(as('editor'), { name: 'x' }))).toBe('forbidden')
    expect(await fault(async () => listDevices(as('viewer'), screen, now()))).toBe('forbidden')
    expect(await fault(() => setTarget(as('viewer'), { report: 'churn-rate', field: 'churn_rate', value: 1, direction: 'at_most' }))).toBe('forbidden')
    expect((await screenOf(as('viewer'), screen)).name).toBe('Ours')
    expect((await displayCtx(db, tokenIn((await linkDevice(ctx, { screen, name: 'z' })).path), now())).ctx.can).toEqual(new Set(['read']))
  })
})
