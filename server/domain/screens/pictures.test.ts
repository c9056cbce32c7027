import { describe, expect, test } from 'vitest'
import { targetOf } from '../targets/target'
import { daysOf, isEmpty, pictureOf } from './pictures'
import type { Means, Said, Told } from './told'
import { asShown, fieldOf, fitted, waysToDraw, wayOf, withSplit } from './ways'
import { silentDay } from './verdict'

const told: Told = { name: 'churn-rate', title: 'Churn', keys: ['period', 'key'], draw: 'line', measure: { field: 'rate', better: 'lower' }, figures: { rate: { label: 'Rate', unit: 'share', numerator: 'lost', denominator: 'n' }, lost: { label: 'Lost', unit: 'count' }, won: { label: 'Won', unit: 'count' } } }
const means: Means = { names: false, tiers: ['Platinum', 'Gold', 'Silver'], target: () => null }
const answered = (rows: Said['rows'], parameters: Said['parameters'] = {}): Said => ({ rows, parameters, statistics: {} })

describe('nought', () => {
  const month = (lost: number, partial: boolean) => answered([{ period: '2026-02-01', key: 'total', lost, won: 0, n: 100, rate: lost / 100, partial }], { interval: 'month' })
  const none = (field: string, lost: number, partial = false) => (pictureOf('big_number', told, month(lost, partial), { field, cell: {} }, means).picture as { none: boolean }).none
  test('of what is lost or fails is good news, of what is won is none', () => {
    expect([none('lost', 0), none('lost', 1), none('won', 0), none('rate', 0)]).toEqual([true, false, false, false])
    // On the first of a month nobody has left yet, and nobody knows how it will be.
    expect(none('lost', 0, true)).toBe(false)
  })
  test('and nothing else is an empty picture', () => {
    const drawn = (rows: Said['rows']) => isEmpty(pictureOf('line', told, answered(rows, { interval: 'month' }), { field: 'lost', cell: {} }, means).picture)
    expect([drawn([]), drawn([{ period: '2026-01-01', key: 'total', lost: 0, n: 9 }]), drawn([{ period: '2026-01-01', key: 'total', lost: 6, n: 9 }])]).toEqual([true, true, false])
  })
})

test('bars are of the newest whole period, which is named', () => {
  const rows = ['2026-01-01', '2026-02-01'].flatMap((period, month) => [['total', 30], ['web', 20], ['post', 10]].map(([key, won]) => ({ period, key, label: key, won: Number(won) / (month + 1), partial: month === 1 })))
  expect(pictureOf('bars', told, answered(rows, { by: 'channel', interval: 'month' }), { field: 'won', cell: {} }, means).picture).toMatchObject({ period: { first: '2026-01-01', partial: false }, bars: [{ key: 'web', shown: { value: 20 } }, { key: 'post', shown: { value: 10 } }] })
})

test('of a rate with more parts than fit those with the fewest cases are left out, of a count the smallest', () => {
  const rows = Array.from({ length: 9 }, (_, n) => ({ key: `c${n}`, label: `c${n}`, lost: 50 + n, won: 10 * (n + 1), n: 100 + 10 * n, rate: (50 + n) / (100 + 10 * n) }))
  const drawn = (given: Said['rows'], field: string) => {
    const { bars, more, byCases } = pictureOf('bars', told, answered(given, { by: 'channel' }), { field, cell: {} }, means).picture as { bars: { key: string }[]; more: number; byCases?: true }
    return [bars.map(({ key }) => key).join(' '), more, byCases]
  }
  // The lowest rate has the most behind it: it stays, and stands last.
  expect(drawn(rows, 'rate')).toEqual(['c3 c4 c5 c6 c7 c8', 3, true])
  expect(drawn(rows, 'won')).toEqual(['c8 c7 c6 c5 c4 c3', 3, undefined])
  // Shares of one whole are no rates beside each other: the smallest go.
  expect(drawn(rows.map((row) => ({ ...row, n: 1000, rate: row.lost / 1000 })), 'rate')).toEqual(['c8 c7 c6 c5 c4 c3', 3, undefined])
})

test('who is worth what is told by the value of each tier, with its share of the customers beside', () => {
  const tiers: Told = { ...told, name: 'value-tiers', keys: ['segment'], draw: 'table', measure: null, splitKeys: [], figures: { customers: { label: 'Customers', unit: 'count' }, share_of_customers: { label: 'Share of customers', unit: 'share' }, share_of_value: { label: 'Share of value', unit: 'share', n: 'customers', beside: 'share_of_customers' } } }
  const rows = [['total', 100, 1, 1], ['top', 10, 0.1, 0.52], ['rest', 90, 0.9, 0.48]].map(([segment, customers, share_of_customers, share_of_value]) => ({ segment, label: segment, customers, share_of_customers, share_of_value }))
  const asked = asShown('bars', tiers, { parameters: {}, field: null, cell: {} })
  expect(asked.field).toBe('share_of_value')
  expect(pictureOf('bars', tiers, answered(rows), asked, means).picture).toMatchObject({ what: 'Share of value', bars: [{ key: 'top', shown: { value: 0.52 }, beside: { label: 'of customers', share: 0.1 } }, { key: 'rest' }] })
  expect(asShown('bars', tiers, { parameters: {}, field: 'customers', cell: {} }).field).toBe('customers')
})

test('cohorts are held beside each other at one time since they began, in their order, by their month', () => {
  const cohort: Told = { ...told, name: 'cohort-retention', keys: ['cohort', 'period_index'], draw: 'cohort', measure: null, figures: { customers: { label: 'Customers', unit: 'count' }, share: { label: 'Share that purchased', unit: 'share', numerator: 'active', denominator: 'customers' } } }
  const rows = ['total', '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'].flatMap((day, n) => Array.from({ length: 7 - n }, (_, index) => ({ cohort: day, period_index: index, customers: day === '2026-03-01' ? 4 : 100, active: 50 - 5 * index, share: (50 - 5 * index) / 100, edge: day === '2026-01-01', partial: n + index === 6 })))
  expect(waysToDraw(cohort)).toEqual(['bars'])
  const draw = (given: Said['rows']) => pictureOf('bars', cohort, answered(given, { interval: 'month' }), fitted('bars', { ...cohort, splitKeys: [], splits: [] }, { parameters: {}, field: 'share', cell: {} }), means)
  // Those from before the data, and those of few, are left out; the last period of each is not over. After two months only February is known.
  expect(draw(rows)).toMatchObject({ hidden: 1, picture: { what: 'Share that purchased 1 month after the first time', bars: [{ key: '2026-02-01', label: 'Feb 2026', shown: { value: 0.45 } }, { key: '2026-04-01', label: 'Apr 2026' }] } })
  expect(draw(rows.filter((row) => row.period_index === 0)).picture).toMatchObject({ bars: [] })
})

test('who still waits is no customer who stayed: its curve falls because somebody acted', () => {
  const waits: Told = { ...told, name: 'time-to-action', keys: ['t'], draw: 'survival', measure: null, figures: { waiting: { label: 'Still waiting', unit: 'share' } } }
  const rows = Array.from({ length: 31 }, (_, t) => ({ t, at_risk: 90 - t, waiting: 1 - t / 40, low: 0, high: 1 }))
  expect(pictureOf('retention', waits, answered(rows, { elapsed: 'day' }), { field: null, cell: {} }, means).picture).toMatchObject({ since: 'unhappy', unit: 'day', after: 7, groups: [{ stayed: 1 - 7 / 40 }] })
})

test('parts that are no names are said as people say them', () => {
  const effects: Told = { ...told, name: 'moment-effects', keys: ['result', 'days'], draw: 'bars' }
  const rows = ['failed', 'not_recorded'].flatMap((result) => [30, 60].map((days) => ({ result, days, lost: 10, n: 100, rate: 0.1 })))
  expect(pictureOf('bars', effects, answered(rows), { field: 'rate', cell: { days: '30' } }, means).picture).toMatchObject({ what: 'Within 30 days: rate', bars: [{ label: 'Failed' }, { label: 'Not recorded' }] })
})

test('what is drawn where its first figure answers nothing by itself', () => {
  const hits: Told = { ...told, name: 'risk-hits', keys: ['day', 'group'], draw: 'table', measure: null }
  const begun = (asked: Partial<Parameters<typeof fitted>[2]>, kind: Parameters<typeof fitted>[0] = 'bars') => fitted(kind, { ...hits, splitKeys: [], splits: [] }, { parameters: {}, field: null, cell: {}, ...asked })
  expect([waysToDraw(hits)[0], begun({}), begun({ field: 'lost' }).field, begun({}, 'big_number').field]).toEqual(['bars', { parameters: {}, field: 'rate', cell: { day: 'total' } }, 'lost', null])
  expect(waysToDraw({ ...hits, name: 'value-concentration', keys: ['group', 'basis', 'percent'] })).toEqual(['big_number', 'bars'])
})

test('bars of which some stand in several say how many there are in all', () => {
  const of = { ...told, keys: ['reason'], draw: 'bars' as const }
  const what = (total: number) => (pictureOf('bars', of, answered([['total', total], ['failed', 118], ['promise', 112]].map(([reason, lost]) => ({ reason, label: reason, lost }))), { field: 'lost', cell: {} }, means).picture as { what: string }).what
  expect([what(220), what(230)]).toEqual(['Lost, 220 in all: some are in several of these', 'Lost'])
})

test('beneath a figure of one period stand the days of that period, beneath a line those it is drawn over', () => {
  const rows = ['2026-01-01', '2026-02-01', '2026-03-01'].flatMap((period) => [['total', 30], ['web', 20], ['post', 10]].map(([key, won]) => ({ period, key, label: key, won, lost: won, n: 100, rate: 0.1, partial: period === '2026-03-01' })))
  const asked = { from: '2026-01-10', to: '2026-03-06' }
  const days = (kind: 'big_number' | 'line' | 'stream' | 'bars', field: string, given: Said['rows'] = rows) => daysOf(pictureOf(kind, told, answered(given, { interval: 'month', ...(kind === 'bars' || kind === 'stream' ? { by: 'channel' } : {}) }), { field, cell: {} }, means).picture, asked)
  expect([days('big_number', 'lost'), days('big_number', 'rate'), days('bars', 'won')]).toEqual([{ from: '2026-03-01', to: '2026-03-06' }, { from: '2026-02-01', to: '2026-03-01' }, { from: '2026-02-01', to: '2026-03-01' }])
  // A rate that has only begun is not drawn, nor is it in a stream; a sum that grows is.
  expect([days('line', 'rate'), days('stream', 'won'), days('line', 'won')]).toEqual([{ from: '2026-01-10', to: '2026-03-01' }, { from: '2026-01-10', to: '2026-03-01' }, asked])
  expect([days('line', 'rate', []), days('big_number', 'rate', rows.filter(({ period }) => period === '2026-01-01'))]).toEqual([asked, { from: '2026-01-10', to: '2026-02-01' }])
})

test('the parts of a sum add up to it', () => {
  const open: Told = { ...told, name: 'open', keys: ['touchpoint'] }
  const rows = [['total', 100], ['a', 40], ['b', 20], ['c', 15], ['d', 12], ['e', 8], ['f', 5]].map(([touchpoint, lost]) => ({ touchpoint, label: touchpoint, lost }))
  const { parts } = pictureOf('big_number', open, answered(rows), { field: 'lost', cell: {} }, means).picture as { parts: { key: string; shown: { value: number } }[] }
  expect(parts.map(({ key, shown }) => [key, shown.value])).toEqual([['a', 40], ['b', 20], ['c', 15], ['other', 25]])
})

test('of a report that can be split by segments the parts are told while nobody splits it, and what it says of its parts', () => {
  const waits: Told = { ...told, name: 'waits', keys: ['segment', 'reason'], figures: { customers: { label: 'Customers waiting', unit: 'count', of: 'waiting' }, waiting: { label: 'Waiting for whatever reason', unit: 'number' } } }
  const rows = [['total', 241, null], ['failed', 112, 241], ['promise', 118, 241], ['very_bad', 26, 241]].map(([reason, customers, waiting]) => ({ segment: 'total', segment_label: 'Total', reason, label: reason, customers, waiting }))
  const drawn = (kind: 'big_number' | 'bars', cell: Record<string, string>) => pictureOf(kind, waits, answered(rows), { field: 'customers', cell }, means).picture
  expect(drawn('bars', {})).toMatchObject({ what: 'Customers waiting, 241 in all: some are in several of these' })
  expect(drawn('big_number', {})).toMatchObject({ shown: { value: 241 }, of: null, parts: [{ key: 'promise' }, { key: 'failed' }, { key: 'very_bad' }] })
  expect(drawn('big_number', { reason: 'failed' })).toMatchObject({ shown: { value: 112 }, of: { n: 241, what: 'waiting for whatever reason' }, parts: [] })
})

test('who is at risk stands by tier, the best first, however many they are', () => {
  const risk: Told = { ...told, name: 'at-risk', keys: ['customer'], figures: { value_at_stake: { label: 'Value at stake', unit: 'money' } } }
  const rows = ([['Silver', 30], ['Gold', 9], ['Platinum', 12], [null, 6]] as const).flatMap(([tier, n]) => Array.from({ length: n }, () => ({ tier, value_at_stake: 1 })))
  const picture = (listed: number) => pictureOf('at_risk', risk, { ...answered(rows), statistics: { day: '2026-03-01', listed } }, { field: null, cell: {} }, means).picture as { bars: { key: string; tone: string }[]; among: number | null }
  expect(picture(57)).toMatchObject({ among: null, bars: [{ key: 'Platinum', tone: 'tier:0:3' }, { key: 'Gold' }, { key: 'Silver' }, { key: 'No tier yet' }] })
  expect(picture(4000).among).toBe(57)
})

test('the wall shows what the page showed', () => {
  expect([wayOf(told, true, {}), wayOf(told, false, {})]).toEqual(['big_number', 'line'])
  const moments: Told = { ...told, name: 'moment-outcomes', keys: ['touchpoint', 'result'], draw: 'stacked', figures: { share: { label: 'Share', unit: 'share', numerator: 'moments', denominator: 'all' }, moments: { label: 'Moments', unit: 'count' }, left: { label: 'Left', unit: 'count' } } }
  expect([wayOf(moments, true, {}), wayOf(moments, false, {})]).toEqual(['big_number', 'flow'])
  // Stacked bars are shares of their row; a count on a page of counts stays one.
  expect([fieldOf(moments, 'moments'), fieldOf(moments, 'left'), fieldOf(told, 'lost')]).toEqual(['share', 'left', 'lost'])
})

describe('the page’s own drawing', () => {
  const shares: Told = { ...told, name: 'shares', keys: ['segment', 'class'], draw: 'bars', measure: null, sideBySide: { cell: { class: 'moment' }, fields: ['of_all', 'of_lost', 'of_few'] },
    figures: { n: { label: 'Interactions', unit: 'count' }, of_all: { label: 'Share of all', unit: 'share', numerator: 'n', denominator: 'all' }, of_lost: { label: 'Share of those who left', unit: 'share', numerator: 'lost', denominator: 'gone' }, of_few: { label: 'Share of few', unit: 'share', numerator: 'a', denominator: 'b' } } }
  const rows = ['total', 'top'].flatMap((segment) => ['total', 'moment', 'routine'].map((key) => ({ segment, segment_label: segment === 'top' ? 'Top' : 'Total', class: key, label: key === 'moment' ? 'Moments' : 'Other', n: 9, all: 100, of_all: 0.09, lost: 8, gone: 20, of_lost: 0.4, a: 1, b: 4, of_few: 0.25 })))
  const drawn = (given: typeof rows, parameters: Said['parameters'], field: string | null) => pictureOf('bars', shares, answered(given, parameters), { field, cell: {} }, means)
  test('figures of one row side by side, by their own names and in their order; fewer than five are left out', () => {
    expect(wayOf(shares, false, {})).toBe('bars')
    expect(drawn(rows.filter((row) => row.segment === 'total'), {}, null)).toMatchObject({ hidden: 1, picture: { bars: [{ label: 'Share of all', shown: { value: 0.09, denominator: 100 } }, { label: 'Share of those who left', shown: { numerator: 8, denominator: 20 } }] } })
  })
  test('one of them by its parts; parts of a split by the split’s own name', () => {
    expect(drawn(rows.filter((row) => row.segment === 'total'), {}, 'of_all').picture).toMatchObject({ bars: [{ label: 'Moments' }, { label: 'Other' }] })
    expect(drawn(rows.map((row) => (row.class === 'total' ? { ...row, of_all: 1 } : row)), { by: 'segment' }, 'of_all').picture).toMatchObject({ what: 'Moments: share of all', bars: [{ label: 'Top', shown: { value: 0.09 } }] })
  })
})

test('a rate is drawn by its whole periods alone, and judged by nothing else', () => {
  const rate = (period: string, lost: number, n: number, partial = false) => ({ period, key: 'total', lost, n, rate: lost / n, partial })
  const rows = [rate('2026-01-01', 20, 1000), rate('2026-02-01', 30, 1000), rate('2026-03-01', 40, 40, true)]
  const aimed: Means = { ...means, target: (_field, value) => ({ value: 0.02, direction: 'at_most', met: value === null ? null : value <= 0.02, steps: [] }) }
  const drawn = (kind: 'big_number' | 'line', given: Said['rows'], field: string) => pictureOf(kind, told, answered(given, { interval: 'month' }), { field, cell: {} }, aimed).picture
  expect(drawn('big_number', rows, 'rate')).toMatchObject({ shown: { value: 0.03 }, period: '2026-02-01', trend: [{ value: 0.02 }, { value: 0.03 }], beside: { period: '2026-01-01', shown: { value: 0.02 } }, target: { met: false } })
  expect(drawn('line', rows, 'rate')).toMatchObject({ lines: [{ points: [{ value: 0.02 }, { value: 0.03 }] }], judged: '2026-02-01', latest: { period: '2026-02-01', shown: { value: 0.03, numerator: 30, denominator: 1000 } } })
  // A sum goes on, and stands beside the last whole one.
  expect(drawn('big_number', rows, 'lost')).toMatchObject({ shown: { value: 40 }, partial: true, trend: [{}, {}, {}], beside: { period: '2026-02-01', shown: { value: 30 } } })
  expect(drawn('line', rows.slice(2), 'rate')).toMatchObject({ latest: null })
  // Where nothing else is there it is said to run, and neither met nor missed.
  expect(drawn('big_number', rows.slice(2), 'rate')).toMatchObject({ shown: { value: 1 }, partial: true, target: { met: null } })
})

test('a line is judged by the target that held in the period it is judged by; one decided since is only drawn', () => {
  const row = (period: string, lost: number, partial: boolean) => ({ period, key: 'total', lost, partial })
  const rows = [row('2026-04-01', 50, false), row('2026-05-01', 58, false), row('2026-06-01', 1, true)]
  const held = (from: string): Means => ({ ...means, target: (_field, value, last) => targetOf([{ value: 40, direction: 'at_most', validFrom: from }], last ?? '2026-06-01', value) })
  const drawn = (kind: 'line' | 'big_number', given: typeof rows, from: string) => pictureOf(kind, told, answered(given, { interval: 'month', to: '2026-06-02' }), { field: 'lost', cell: {} }, held(from)).picture
  expect(drawn('line', rows, '2026-05-20')).toMatchObject({ judged: '2026-05-01', target: { value: 40, met: false } })
  expect(drawn('line', rows, '2026-06-01')).toMatchObject({ judged: null, target: { value: 40, met: null } })
  expect([drawn('big_number', rows.slice(0, 2), '2026-05-20'), drawn('big_number', rows.slice(0, 2), '2026-06-01')]).toMatchObject([{ target: { met: false } }, { target: { value: 40, met: null, since: '2026-06-01' } }])
})

test('who stayed is said after a year, several curves at one time that each of them reaches', () => {
  const curve: Told = { ...told, name: 'retention-curve', keys: ['group', 't'], draw: 'survival' }
  const steps = (group: string, until: number) => Array.from({ length: until + 1 }, (_, t) => ({ group, label: group, t, at_risk: 100, survival: 1 - t / 200 }))
  const drawn = (rows: Said['rows'], unit = 'month') => pictureOf('retention', curve, answered(rows, { unit }), { field: null, cell: {} }, means).picture
  expect(drawn(steps('total', 150))).toMatchObject({ after: 12, groups: [{ key: 'total', stayed: 0.94 }] })
  expect(drawn(steps('total', 8))).toMatchObject({ after: 8, groups: [{ stayed: 0.96 }] })
  expect(drawn(steps('total', 150), 'week')).toMatchObject({ after: 52, groups: [{ stayed: 0.74 }] })
  expect(drawn([...steps('total', 150), ...steps('gold', 100), ...steps('silver', 10)])).toMatchObject({ after: 10, groups: [{ key: 'gold', stayed: 0.95 }, { key: 'silver', stayed: 0.95 }] })
  // Watched only from later on: nobody knows who had left by then, and no figure is made up for it.
  const late = (group: string, from: number, until: number) => steps(group, until).filter(({ t }) => t >= from)
  expect(drawn([...late('gold', 34, 100), ...late('silver', 60, 90)])).toMatchObject({ after: 60, groups: [{ stayed: 0.7 }, { stayed: 0.7 }] })
  expect(drawn([...late('gold', 34, 50), ...late('silver', 60, 90)])).toMatchObject({ after: 50, groups: [{ stayed: 0.75 }, { stayed: null }] })
})

test('a count says of how many it is', () => {
  const open: Told = { ...told, name: 'open', keys: ['result'], figures: { pending: { label: 'Outcome still open', unit: 'count', of: 'moments' }, moments: { label: 'Moments', unit: 'count' } } }
  const picture = pictureOf('big_number', open, answered([{ result: 'failed', pending: 12, moments: 36 }]), { field: 'pending', cell: { result: 'failed' } }, means).picture
  expect(picture).toMatchObject({ shown: { value: 12 }, of: { n: 36, what: 'failed moments' } })
})

test('today without the feeds that are late', () => {
  const today: Told = { ...told, name: 'today-against-expected', keys: ['measure'], measure: null }
  const row = { measure: 'contacts', label: 'Contacts', day: '2026-05-01', so_far: 20, expected: 50, low: 40, high: 60, n_days: 8, without: 'Chat', rest_so_far: 18, rest_expected: 19, rest_low: 10, rest_high: 28 }
  const drawn = (more: object) => pictureOf('expected', today, answered([{ ...row, ...more }]), { field: null, cell: {} }, means).picture
  expect(drawn({})).toMatchObject({ soFar: 20, without: 'Chat', rest: { soFar: 18, expected: 19, low: 10, high: 28 } })
  expect(drawn({ rest_so_far: null, rest_expected: null })).toMatchObject({ without: 'Chat', rest: null })
  expect(drawn({ without: null, rest_so_far: null })).toMatchObject({ without: null, rest: null })
})

test('a day is quiet while nothing at all has been recorded on it; one that is over is not', () => {
  const today: Told = { ...told, name: 'today-against-expected', keys: ['measure'], measure: null }
  const row = { measure: 'contacts', label: 'Contacts', day: '2026-05-01', so_far: 0, expected: 50, low: 40, high: 60, n_days: 8 }
  const quiet = (statistics: Said['statistics']) => (pictureOf('expected', today, { ...answered([row]), statistics }, { field: null, cell: {} }, means).picture as { quiet: boolean }).quiet
  expect([quiet({ until: '08:10:00', records: 0 }), quiet({ until: '08:10:00', records: 3 }), quiet({ until: null, records: 0 }), quiet({ until: '08:10:00' })]).toEqual([true, false, false, false])
  const silent = (statistics: Said['statistics']) => silentDay({ statistics: { until: '10:00:00', records: 0, ...statistics } })
  expect([silent({ records_low: 172 }), silent({ records_low: 0 }), silent({ records_low: null }), silent({ records_low: 172, records: 1 })]).toEqual([172, null, null, null])
})

test('sums stand beside each other with what they grew from, never beside what they are made of', () => {
  const growth: Told = { name: 'growth', title: 'Growth', keys: ['segment', 'key'], draw: 'table', measure: { field: 'cagr', better: 'lower' }, sums: { rows: ['total', 'human', 'digital'], start: 'start', end: 'end', years: 'years', growth: 'cagr', first: 'start_period', last: 'end_period' }, figures: { start: { label: 'At the start', unit: 'count' }, end: { label: 'At the end', unit: 'count' }, cagr: { label: 'Growth a year', unit: 'share' } } }
  const rows = (years: number) => [['digital', 100, 150, 0.35], ['phone', 30, 33, 0.05], ['human', 40, 44, 0.05], ['total', 140, 226, 0.27], ['web', 100, 150, 0.35]].map(([key, start, end, cagr]) => ({ segment: 'total', key, label: key, start, end, cagr, years }))
  const drawn = (years: number, field: string | null = null) => pictureOf('bars', growth, answered(rows(years)), { field, cell: {} }, means).picture
  expect(drawn(2)).toMatchObject({ what: 'Growth a year', bars: [{ key: 'total' }, { key: 'human' }, { key: 'digital', shown: { value: 0.35 }, grown: { from: 100, to: 150 } }] })
  // From a few months growth a year is arithmetic: then it is what it grew in them.
  expect(drawn(0.5)).toMatchObject({ what: 'Growth in this time', bars: [{}, {}, { key: 'digital', shown: { value: 0.5 } }] })
  // From which period to which, where the report says how long they are.
  const said = (start: string, end: string, months: number) => (pictureOf('bars', growth, { ...answered(rows(2).map((row) => ({ ...row, start_period: start, end_period: end }))), statistics: { period_months: months } }, { field: null, cell: {} }, means).picture as { what: string }).what
  expect([said('2023-06-01', '2025-06-01', 12), said('2023-01-01', '2025-01-01', 12), said('2025-03-01', '2025-12-01', 3), said('2025-01-01', '2025-05-01', 1)]).toEqual(['Growth a year, from Jun 2023 – May 2024 to Jun 2025 – May 2026', 'Growth a year, from 2023 to 2025', 'Growth a year, from Mar 2025 – May 2025 to Dec 2025 – Feb 2026', 'Growth a year, from Jan 2025 to May 2025'])
  expect(drawn(2, 'end')).toMatchObject({ what: 'At the end', bars: [{ shown: { value: 226 } }, { shown: { value: 44 } }, { shown: { value: 150 } }] })
})

test('bars and streams are split by something, whoever forgot to say by what', () => {
  const of = (...splits: string[]) => ({ keys: ['period', 'segment', 'key'], splits })
  expect(withSplit('bars', of('channel', 'segment'), { from: 'x' })).toEqual({ from: 'x', by: 'channel' })
  expect(withSplit('stream', of('attribute', 'segment'), {})).toEqual({ by: 'segment' })
  expect([withSplit('bars', of('channel'), { by: 'segment' }), withSplit('line', of('channel'), {}), withSplit('bars', of(), {})]).toEqual([{ by: 'segment' }, {}, {}])
  // What has parts of its own is split by nothing that nobody asked for.
  expect(withSplit('bars', { keys: ['segment', 'class'], splits: ['segment'] }, {})).toEqual({})
})

test('a figure of one cell says of what it is', () => {
  const moments: Told = { ...told, name: 'moment-outcomes', keys: ['touchpoint', 'result'], draw: 'stacked', figures: { share: { label: 'Share of the moments', unit: 'share', numerator: 'moments', denominator: 'all' } } }
  const rows = [['total', 'Total'], ['card', 'Card lost'], ['loan', 'Loan asked']].map(([touchpoint, label]) => ({ touchpoint, label, result: 'failed', moments: 20, all: 80, share: 0.25 }))
  const what = (kind: 'big_number' | 'bars', cell: Record<string, string>, parameters: Said['parameters'] = {}) => (pictureOf(kind, moments, answered(rows, parameters), { field: 'share', cell }, means).picture as { what: string }).what
  expect(what('big_number', { touchpoint: 'total', result: 'failed' })).toBe('Failed: share of the moments')
  expect(what('big_number', { touchpoint: 'card', result: 'failed' })).toBe('Card lost, Failed: share of the moments')
  expect(what('bars', {}, { result: 'failed' })).toBe('Failed: share of the moments')
})

test('a figure of one part is named as one would say it, where its report knows how', () => {
  const waiting: Told = { ...told, name: 'unhappy-now', keys: ['segment', 'reason'], measure: null, figures: { customers: { label: 'Customers waiting', unit: 'count', spoken: { total: 'Customers waiting of late', failed: 'Customers waiting since a failed moment' } } } }
  const rows = [['total', 'Total'], ['failed', 'A failed moment'], ['other', 'Something else']].map(([reason, label]) => ({ segment: 'total', reason, label, customers: 112 }))
  const what = (cell: Record<string, string>) => (pictureOf('big_number', waiting, answered(rows), { field: 'customers', cell }, means).picture as { what: string }).what
  expect([what({ reason: 'failed' }), what({ segment: 'total', reason: 'failed' }), what({}), what({ reason: 'other' })]).toEqual(['Customers waiting since a failed moment', 'Customers waiting since a failed moment', 'Customers waiting of late', 'Something else: customers waiting'])
})

test('parts with an order of their own stand in it, all others by size', () => {
  const often = ['Once', 'Twice', '3 times', '4–5 times', '6–9 times', '10 or more']
  const rows = often.map((label, index) => ({ group: 'total', frequency: String(index), label, customers: [40, 900, 70, 60, 500, 80][index] }))
  const bars = (ordered: string[], given: Said['rows'] = rows, parameters: Said['parameters'] = {}) => (pictureOf('bars', { ...told, name: 'often', keys: ['group', 'frequency'], draw: 'bars', measure: null, ordered, figures: { customers: { label: 'Customers', unit: 'count' } } }, answered(given, parameters), { field: 'customers', cell: {} }, means).picture as { bars: { label: string }[]; more: number })
  expect(bars(['frequency']).bars.map(({ label }) => label)).toEqual(often)
  expect(bars([]).bars.map(({ label }) => label)).toEqual(['Twice', '6–9 times', '10 or more', '3 times', '4–5 times', 'Once'])
  // Of more than fit the smallest are left out, not the last.
  const many = Array.from({ length: 10 }, (_, index) => ({ ...rows[0], frequency: String(index), label: `${index}`, customers: index < 2 ? 5 : 50 + index % 3 }))
  expect(bars(['frequency'], many)).toMatchObject({ more: 3, bars: [2, 3, 4, 5, 6, 7, 8].map((index) => ({ label: `${index}` })) })
  // Value tiers, the best first.
  const tiers = [['top', 20], ['middle', 90], ['rest', 40]].map(([key, won]) => ({ period: '2026-01-01', key, label: key, won }))
  expect((pictureOf('bars', told, answered(tiers, { by: 'segment', interval: 'month' }), { field: 'won', cell: {} }, means).picture as { bars: { key: string }[] }).bars.map(({ key }) => key)).toEqual(['top', 'middle', 'rest'])
})

test('who is probably still a customer is drawn as curves over silence, never of those it cannot tell of', () => {
  const alive: Told = { ...told, name: 'value-alive', keys: ['group', 'frequency', 'silence'], draw: 'table', measure: null, figures: { p_alive: { label: 'Still a customer', unit: 'share', n: 'customers' } } }
  const cell = (frequency: string, silence: string, p: number, customers = 40) => ({ group: 'total', frequency, frequency_label: `bought ${frequency}`, silence, silence_label: silence, customers, p_alive: p })
  const rows = [cell('0', '0', 1), cell('0', '28', 1), cell('1', '0', 0.9), cell('1', '28', 0.8), cell('1', '56', 0.7), cell('9', '0', 0.99, 12), cell('9', '28', 0.9), cell('9', '56', 0.2), cell('9', '91', 0.1, 8), cell('9', '182', 0.05)]
  const drawn = (model: string) => pictureOf('retention', alive, { ...answered([...rows, ...rows.map((row) => ({ ...row, group: 'top', p_alive: 0.5 }))]), statistics: { model } }, { field: null, cell: {} }, means).picture
  expect(waysToDraw(alive)[0]).toBe('retention')
  expect(wayOf(alive, false, {})).toBe('retention')
  expect(drawn('bg_nbd')).toMatchObject({ since: 'bought', unit: 'week', after: 8, groups: [{ label: 'bought 1', stayed: 0.7, steps: [{ t: 0, survival: 0.9 }, { t: 4 }, { t: 8 }] }, { label: 'bought 9', stayed: 0.2, steps: [{ t: 4, survival: 0.9 }, { t: 8, survival: 0.2 }] }] })
  expect(drawn('pareto_nbd')).toMatchObject({ groups: [{ key: '0' }, { key: '1' }, { key: '9' }] })
})

test('lines of branches stand in the order in which people count them', () => {
  const rows = ['Branch 10', 'Branch 2', 'Branch 1'].flatMap((key) => ['2026-01-01', '2026-02-01'].map((period) => ({ period, key, label: key, won: 20 })))
  const labels = (kind: 'line' | 'bars') => { const { picture } = pictureOf(kind, told, answered(rows, { by: 'attribute:branch', interval: 'month' }), { field: 'won', cell: {} }, means); return (picture.kind === 'line' ? picture.lines : picture.kind === 'bars' ? picture.bars : []).map(({ label }) => label) }
  expect([labels('line'), labels('bars')]).toEqual([['Branch 1', 'Branch 2', 'Branch 10'], ['Branch 1', 'Branch 2', 'Branch 10']])
})
