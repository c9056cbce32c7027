import { expect, test } from 'vitest'
import { ALL, besideOthers, figureOf, furtherKinds, partOf, partsOf, sameFigure, stillWithin, withoutWindow, withPart, type FigureRef, type Measurable } from './figure'

const figure = (parameters: FigureRef['parameters'], cell: FigureRef['cell'] = {}): FigureRef => ({ report: 'r', field: 'f', parameters, cell })

test('whose a figure is, however its report says it, and the same of another part', () => {
  const cases: [FigureRef, string | null, FigureRef | null][] = [
    [figure({}, { key: 'total' }), null, null],
    [figure({ segment: 'top' }), 'segment value:top', figure({ segment: 'value:low' })],
    [figure({ by: 'segment' }, { key: 'top' }), 'segment value:top', figure({ by: 'segment' }, { key: 'low' })],
    [figure({ by: 'segmentation:age' }, { key: 'young' }), 'segment age:young', figure({ by: 'segmentation:age' }, { key: 'low' })],
    [figure({ attribute: 'region:North' }), 'attribute region:North', figure({ attribute: 'value:low' })],
    [figure({ touchpoint: 'bill' }, { touchpoint: 'bill', result: 'failed' }), 'touchpoint bill', figure({ touchpoint: 'value:low' }, { touchpoint: 'value:low', result: 'failed' })],
    [figure({}, { touchpoint: 'bill' }), 'touchpoint bill', figure({}, { touchpoint: 'value:low' })],
    [figure({ by: 'touchpoint' }, { key: 'bill' }), 'touchpoint bill', null],
  ]
  for (const [one, says, other] of cases) {
    const part = partOf(one)
    expect(part && `${part.kind} ${part.value}`).toBe(says)
    if (other) expect(withPart(one, 'value:low')).toEqual(other)
  }
  expect(withPart(figure({ by: 'segment' }, { key: 'top' }), null)).toEqual(figure({}, { key: 'total' }))
  expect(withPart(figure({ channel: 'web', segment: 'value:top' }), null)).toEqual(figure({ channel: 'web' }))
})

test('what was built for a part tells that part again', () => {
  const measure: Measurable = { report: 'r', field: 'f', parameters: {}, cell: { key: 'total' }, tells: { segment: 'filter', touchpoint: 'split' } }
  for (const whose of [{ kind: 'segment' as const, value: 'value:top' }, { kind: 'touchpoint' as const, value: 'bill' }]) expect(partOf(figureOf(measure, whose))).toMatchObject(whose)
  // A part it does not know is everybody.
  expect(partOf(figureOf(measure, { kind: 'channel', value: 'web' }))).toBeNull()
})

test('a filtered whole stands beside all the others in one answer, and nothing else does', () => {
  const whole = (parameters: FigureRef['parameters']) => besideOthers(figure(parameters, { key: 'total' }))
  expect(whole({ segment: 'top' })).toEqual(figure({ by: 'segmentation:value' }, { key: 'top' }))
  expect(whole({ attribute: 'region:North' })).toEqual(figure({ by: 'attribute:region' }, { key: 'North' }))
  expect(whole({ channel: 'web', segment: 'age:young' })).toEqual(figure({ by: 'segmentation:age', channel: 'web' }, { key: 'young' }))
  expect(whole({ touchpoint: 'bill' })).toEqual(figure({ by: 'touchpoint' }, { key: 'bill' }))
  // Several at once are no part, a row is no whole, and what is split by something keeps its split.
  expect(whole({ channel: 'web,phone' })).toBeNull()
  expect(whole({ by: 'channel', segment: 'top' })).toBeNull()
  expect(besideOthers(figure({ segment: 'top' }, { message: 'total' }))).toBeNull()
  expect(whole({})).toBeNull()
})

test('a measure takes the filters its report takes, several at once, and tells them again', () => {
  const measure: Measurable = { report: 'r', field: 'f', parameters: {}, cell: { key: 'total' }, tells: { segment: 'filter', attribute: 'filter', channel: 'filter', touchpoint: 'split', team: 'split' } }
  const [top, north, web, bill] = [{ kind: 'segment' as const, value: 'value:top' }, { kind: 'attribute' as const, value: 'region:North' }, { kind: 'channel' as const, value: 'web' }, { kind: 'touchpoint' as const, value: 'bill' }]
  const narrowed = figureOf(measure, top, [web, bill, north])
  expect(narrowed).toEqual(figure({ segment: 'value:top', channel: 'web', attribute: 'region:North', by: 'touchpoint' }, { key: 'bill' }))
  expect(partsOf(narrowed).map(({ kind, value }) => ({ kind, value }))).toEqual([top, north, bill, web])
  expect(partsOf(figure({ segment: 'top' }, { touchpoint: 'bill', result: 'failed' })).map(({ kind }) => kind)).toEqual(['segment', 'touchpoint'])
  expect(partsOf(figure({}, { key: 'total' }))).toEqual([])
  // Each kind once, and of what is told by a split one.
  expect(furtherKinds(measure, [top])).toEqual(['attribute', 'touchpoint', 'channel', 'team'])
  expect(furtherKinds(measure, [top, bill])).toEqual(['attribute', 'channel'])
  expect(furtherKinds(undefined, [ALL])).toEqual([])
  expect(stillWithin(measure, web, [top, web, bill])).toEqual([top, bill])
  expect(stillWithin(measure, ALL, [top])).toEqual([])
})

test('a measure has no window of its own, and key order says nothing', () => {
  expect(withoutWindow(figure({ from: '2026-01-01', to: '2026-02-01', interval: 'week', channel: 'web' }, { period: '2026-01-05', key: 'total' }))).toEqual(figure({ channel: 'web' }, { key: 'total' }))
  expect(withoutWindow(figure({ segment: 'top' })).parameters).toEqual({ segment: 'value:top' })
  expect(sameFigure(figure({ a: 1, b: 2 }), figure({ b: 2, a: 1 }))).toBe(true)
  expect(sameFigure(figure({ a: 1 }), null)).toBe(false)
})
