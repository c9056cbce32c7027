import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '@/db/client'
import type { OrgCtx } from '../context'
import { pictureOf } from '../domain/screens/pictures'
import { fillAll } from '../domain/screens/variables'
import { asShown, BY_FIGURE, wayOf } from '../domain/screens/ways'
import { addMonths, firstOfMonth, localDayOf } from '../domain/time/local-day'
import { LiveHub } from '../live'
import { describeReport } from '../reports/answer'
import { smallOrganisation } from '../reports/organisation.fixture'
import { testDb } from '../testing/database'
import { addSlide } from '../services/screens/add-slide'
import { createScreen } from '../services/screens/create-screen'
import { shownOf } from './screen-frames'
import { waysNow } from './screen-preview'
import { drawable } from './screens'
import { sharedAnswer } from './shared-answers'

let db: Db
let ctx: OrgCtx
const live = new LiveHub()
beforeAll(async () => { db = await testDb(); await live.start(db); ({ ctx } = await smallOrganisation(db)) })
afterAll(async () => { await live.close(); await db.close() })

/** Drawn from single records. */
const BY_ITSELF: readonly string[] = ['promises', 'story', 'sentence']
const whole = { parameters: {}, field: null, cell: {} }

/** Of several keys too, but one of them told by a parameter: what their pages ask can be drawn. */
const AS_ASKED = ['value-concentration', 'channels-per-issue', 'survey-scores', 'moment-effects']

test('what a page shows of a report goes on the wall without a split that nobody chose, or is not offered', async () => {
  const never: string[] = []
  for (const { name } of drawable()) {
    const told = describeReport(name)
    const ways = await waysNow(ctx, live, { report: name, ...whole })
    if (ways.length === 0) never.push(name)
    for (const kind of [wayOf(told, false, {}), ...ways]) expect(asShown(kind, told, whole).parameters, `${name} as ${kind}`).not.toHaveProperty('by')
    for (const kind of ways.filter((way) => !BY_ITSELF.includes(way))) {
      const question = asShown(kind, told, whole)
      const answer = await sharedAnswer(ctx, live, name, question.parameters)
      expect(answer.parameters.by ?? null, name).toBeNull()
      expect(() => pictureOf(kind, told, answer, question, { names: false, tiers: [], target: () => null }), `${name} as ${kind}`).not.toThrow()
    }
  }
  expect(never.toSorted()).toEqual([...BY_FIGURE, ...AS_ASKED].toSorted())
})

test('a report’s own parts are drawn, a split only where the page had one', async () => {
  const bars = async (report: string, parameters: Record<string, string>, field: string | null = null) => {
    const told = describeReport(report)
    const question = asShown('bars', told, { ...whole, parameters, field })
    const { picture } = pictureOf('bars', told, await sharedAnswer(ctx, live, report, question.parameters), question, { names: false, tiers: [], target: () => null })
    return picture.kind === 'bars' ? picture.bars.map(({ label }) => label) : []
  }
  // Sums beside each other, never beside what they are made of.
  expect(await bars('growth', {}, 'end')).toEqual(['Total', 'A human answers', 'Digital'])
  expect((await bars('channel-preferences', {})).toSorted()).toEqual(['Phone', 'Web'])
  const ways = (report: string, parameters: Record<string, string>) => waysNow(ctx, live, { report, ...whole, parameters })
  expect(await ways('cost-to-serve', {})).toEqual(['big_number'])
  expect(await ways('cost-to-serve', { by: 'channel' })).toContain('bars')
  expect(wayOf(describeReport('cost-to-serve'), false, { by: 'channel' })).toBe('bars')
})

test('one figure of a month is that figure of the newest whole month, as a number before anything else', async () => {
  const told = describeReport('churn-rate')
  const asked = { parameters: { interval: 'month', from: '{-12m}', to: '{month}' }, field: 'lost', cell: { key: 'total' } }
  expect((await waysNow(ctx, live, { report: 'churn-rate', ...asked }))[0]).toBe('big_number')
  const question = asShown('big_number', told, asked)
  expect(question).toEqual(asked)
  const known = { today: localDayOf(ctx.now.getTime(), ctx.org.timezone), top_tier: null, critical: [] }
  const { picture } = pictureOf('big_number', told, await sharedAnswer(ctx, live, 'churn-rate', fillAll(question.parameters, {}, known)), question, { names: false, tiers: [], target: () => null })
  expect(picture).toMatchObject({ what: 'Customers lost', period: addMonths(firstOfMonth(known.today), -1), partial: false })
})

test('one figure on the glass bears its own name, a view its report’s', async () => {
  const { id: screen } = await createScreen(ctx, { name: 'Names', starter: 'empty' })
  await addSlide(ctx, { screen, slide: { kind: 'big_number', report: 'churn-rate', parameters: { interval: 'month', from: '{-12m}', to: '{month}' }, field: 'lost', cell: { key: 'total' } } })
  await addSlide(ctx, { screen, slide: { kind: 'line', report: 'churn-rate', parameters: { interval: 'month', from: '{-12m}' }, field: null, cell: {} } })
  const { frames } = await shownOf(ctx, live, screen, {}, ctx.now)
  expect(frames.map(({ title }) => title)).toEqual(['Customers lost', describeReport('churn-rate').title])
})
