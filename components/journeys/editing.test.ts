import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentOf } from '@/server/domain/journeys/document'
import { writeCell, writeContent } from '@/server/domain/journeys/edit'
import { LOCAL, writeText } from '@/server/domain/journeys/document'
import { blankMap } from '@/server/domain/journeys/templates'
import { Editing, type Place } from './editing'
import { GridStore } from './grid'
import { matching } from './touchpoint-picker'

function sheet() {
  const doc = new Y.Doc()
  writeContent(doc, blankMap())
  const store = new GridStore(doc)
  const editing = new Editing(doc, store.current)
  const name = (place: Place | null, said: string) => { Y.transact(doc, () => writeText(doc, 's', place?.column ?? '', said), LOCAL) }
  const steps = () => contentOf(doc).steps.map((step) => `${step.phase} ${step.name}`)
  return { doc, editing, name, steps, store }
}

test('from a step with a name comes another of its phase; from one without, the next phase', () => {
  const { editing, name, steps } = sheet()
  const first: Place = { row: 'step', column: 's0' }
  name(first, 'See it')
  const second = editing.onwardStep(first)
  expect(second).toMatchObject({ write: true })
  expect(steps()).toEqual(['p0 See it', 'p0 '])
  const third = editing.onwardStep(second.place ?? first)
  name(third.place, 'Ask')
  expect(steps()).toEqual(['p0 See it', 'p1 Ask'])
  // The last phase ends the line: a nameless step there is where one stays.
  const fourth = editing.onwardStep(editing.onwardStep(third.place ?? first).place ?? first)
  name(fourth.place, 'Tell')
  expect(steps()).toEqual(['p0 See it', 'p1 Ask', 'p2 Tell'])
  const nameless = editing.onwardStep(fourth.place ?? first)
  expect(editing.onwardStep(nameless.place ?? first)).toEqual({ place: nameless.place, write: false })
})

test('in a lane one goes on past phases without steps, and then to the lane below', () => {
  const { editing, store } = sheet()
  const [goal, below] = store.current().rows.map(({ lane }) => lane.id)
  expect(editing.onward({ row: goal ?? '', column: 's0' })).toEqual({ row: below, column: 's0' })
})

test('a few letters find a touchpoint, the one that begins with them first', () => {
  const all = ['Dispute a charge', 'Recharge', 'Charge a card', 'Ask'].map((name) => ({ slug: name, name, class: 'efficient', critical: false }))
  expect(matching(all, 'charge').map(({ name }) => name)).toEqual(['Charge a card', 'Dispute a charge', 'Recharge'])
  expect(matching(all, 'a  DISP').map(({ name }) => name)).toEqual(['Dispute a charge'])
})

test('Enter on a name makes the next step, and on one left without a name goes into the lanes', () => {
  const { editing, name, steps, store } = sheet()
  const lanes = store.current().rows.map(({ lane }) => lane.id)
  const first: Place = { row: 'step', column: 's0' }
  name(first, 'See it')
  const second = editing.entered(first)
  expect(second.write).toBe(true)
  name(second.place, 'Ask')
  // One that is there already is gone on to, not doubled.
  expect(editing.entered(first)).toEqual({ place: second.place, write: false })
  const third = editing.entered(second.place ?? first)
  expect(editing.entered(third.place ?? first)).toEqual({ place: { row: lanes[0], column: 's0' }, write: false })
  expect(steps()).toEqual(['p0 See it', 'p0 Ask'])
})

test('down from a name go the lanes, and from the last one to the next step, a new one at the end', () => {
  const { editing, name, steps, store } = sheet()
  const lanes = store.current().rows.map(({ lane }) => lane.id)
  const first: Place = { row: 'step', column: 's0' }
  name(first, 'See it')
  expect(editing.downward(first)).toEqual({ place: { row: lanes[0], column: 's0' }, write: false })
  expect(editing.downward({ row: lanes[0] ?? '', column: 's0' })).toEqual({ place: { row: lanes[1], column: 's0' }, write: false })
  const second = editing.downward({ row: lanes.at(-1) ?? '', column: 's0' })
  expect(second).toMatchObject({ place: { row: 'step' }, write: true })
  name(second.place, 'Ask')
  expect(steps()).toEqual(['p0 See it', 'p0 Ask'])
  expect(editing.downward({ row: lanes.at(-1) ?? '', column: 's0' })).toEqual({ place: second.place, write: false })
})

test('a list becomes steps, a table steps with their lanes; nothing written is overwritten by new steps', () => {
  const { editing, name, steps, store } = sheet()
  const first: Place = { row: 'step', column: 's0' }
  const { place: end, left } = editing.spread(first, 'See it\r\nAsk\nGet it back\n')
  expect(left).toBeNull()
  expect(steps()).toEqual(['p0 See it', 'p0 Ask', 'p0 Get it back'])
  expect(store.current().columns.find(({ key }) => key === end.column)?.step?.name).toBe('Get it back')
  name(first, 'Seen')
  editing.spread(end, 'Tell\tStay\nA story\tA reason\n\tTo be known')
  expect(steps()).toEqual(['p0 Seen', 'p0 Ask', 'p0 Get it back', 'p0 Tell', 'p0 Stay'])
  const said = (row: number) => store.current().rows[row]?.cells.map((cell) => cell?.text ?? '').slice(3, 5)
  expect([said(0), said(1)]).toEqual([['A story', 'A reason'], ['', 'To be known']])
  // In a lane a list goes along the steps there are, and no further.
  const lane = store.current().rows[2]?.lane.id ?? ''
  editing.spread({ row: lane, column: end.column }, 'one\ntwo\nthree\nfour')
  expect(store.current().rows[2]?.cells.map((cell) => cell?.text ?? '').slice(2, 5)).toEqual(['one', 'two', 'three'])
})

test('a sheet that names its columns becomes steps, with their lanes, wherever one stands; a cell of two lines stays one', () => {
  const { editing, steps, store } = sheet()
  const { left } = editing.spread({ row: store.current().rows[1]?.lane.id ?? '', column: 's0' }, 'Step\tPhase\tPain points\tVan size\nPack\tMoving\t"No boxes\nNo tape"\tSmall\n"Drive\nthere"\tMoving\tSlow\t\n')
  expect(steps()).toEqual(['p0 Pack', 'p0 Drive there'])
  const said = (name: string) => store.current().rows.filter(({ lane }) => lane.name === name).map(({ cells }) => cells.slice(0, 2).map((cell) => cell?.text ?? ''))
  expect([said('Pain points'), said('Van size')]).toEqual([[['No boxes\nNo tape', 'Slow']], [['Small', '']]])
  expect(left).toBe('What stands under “Phase” was not pasted: a file with the table, brought in as a new map, has it.')
  editing.spread({ row: 'step', column: store.current().columns[1]?.key ?? '' }, '"two\nlines"')
  expect(steps()).toEqual(['p0 Pack', 'p0 Drive there', 'p0 two lines'])
})

test('the same as in the step before, and down', () => {
  const { editing, steps, store } = sheet()
  editing.spread({ row: 'step', column: 's0' }, 'See it\nAsk')
  const rows = () => store.current().rows
  const [lane, below] = rows().map(({ lane: { id } }) => id)
  const [first, second] = store.current().columns.map(({ key }) => key)
  editing.spread({ row: lane ?? '', column: first ?? '' }, 'A reason')
  expect(editing.same({ row: lane ?? '', column: second ?? '' })).toEqual({ place: { row: below, column: second }, write: false })
  expect(rows()[0]?.cells.slice(0, 2).map((cell) => cell?.text)).toEqual(['A reason', 'A reason'])
  expect(editing.same({ row: lane ?? '', column: first ?? '' })).toEqual({ place: { row: lane, column: first }, write: false })
  expect(steps()).toHaveLength(2)
})

test('what does not fit is said: steps beyond the largest map, rows without a lane, letters beyond a cell', () => {
  const { editing, steps, store } = sheet()
  const first: Place = { row: 'step', column: 's0' }
  const list = editing.spread(first, Array.from({ length: 3000 }, (_, i) => `Step ${i}`).join('\n'))
  expect(steps()).toHaveLength(400)
  expect(list.left).toBe('Left out of what was pasted: 2,600 entries of 3,000 (a map holds 400 steps).')
  expect(editing.writable({ row: 'goal', column: 'p1' })).toBeNull()
  const lane = store.current().rows.at(-1)?.lane.id ?? ''
  const last = store.current().columns.findLast(({ step }) => step)?.key ?? ''
  expect(editing.spread({ row: lane, column: last }, `${'x'.repeat(5000)}\ty\nz\t`).left)
    .toBe('Left out of what was pasted: 1 entry of 2 (there are no more steps to the right); 1 row (there are no more lanes below); 1,000 letters at the end of 1 entry (a name holds 200, a cell 4,000).')
})

test('whoever types where a phase has no step yet begins one, and writes where the letters were meant', () => {
  const { editing, steps } = sheet()
  const at = editing.writable({ row: 'goal', column: 'p1' })
  expect(at).toMatchObject({ row: 'goal' })
  expect(steps()).toEqual(['p0 ', 'p1 '])
  expect(editing.textAt(at)).toBe(`c.goal:${at?.column}`)
  expect(editing.textAt({ row: 'goal', column: 'p2' })).toBeNull()
  expect(editing.textAt({ row: 'goal', column: 'head' })).toBe('l.goal')
})

test('a lane is taken out whole, comes back with what it said by undoing or by laying it again, and the last one stays', () => {
  const { doc, editing, store } = sheet()
  const lanes = () => store.current().rows.map(({ lane }) => lane.id)
  const before = lanes()
  const [first, second] = before
  writeCell(doc, first ?? '', 's0', 'A reason')
  expect(editing.dropLane({ row: first ?? '', column: 's0' })).toEqual({ row: second, column: 's0' })
  expect(lanes()).toEqual(before.slice(1))
  expect(editing.dropLane({ row: 'step', column: 's0' })).toEqual({ row: 'step', column: 's0' })
  editing.newLane(null, { kind: 'goal' })
  expect(store.current().rows.find(({ lane }) => lane.id === 'goal')?.cells[0]?.text).toBe('A reason')
  for (const lane of before) editing.dropLane({ row: lane, column: 's0' })
  expect(lanes()).toHaveLength(1)
})
