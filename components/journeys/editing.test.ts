import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentOf } from '@/server/domain/journeys/document'
import { writeContent } from '@/server/domain/journeys/edit'
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
  return { editing, name, steps, store }
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
