import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentOf, LOCAL, writeText } from '@/server/domain/journeys/document'
import { writeContent } from '@/server/domain/journeys/edit'
import { blankMap } from '@/server/domain/journeys/templates'
import { Begun, begunWith } from './begun'
import { Editing, type Place } from './editing'
import { GridStore } from './grid'

function sheet() {
  const doc = new Y.Doc()
  writeContent(doc, blankMap())
  const editing = new Editing(doc, new GridStore(doc).current)
  const undo = new Y.UndoManager(doc, { trackedOrigins: new Set([LOCAL]) })
  const write = (noun: 's' | 'c', id: string, said: string) => { undo.stopCapturing(); writeText(doc, noun, id, said) }
  return { begun: new Begun(editing, undo), editing, undo, write, names: () => contentOf(doc).steps.map(({ name }) => name) }
}
const first: Place = { row: 'step', column: 's0' }

test('a step begun by a key and never written goes again, and leaves nothing to be undone or redone', () => {
  const { begun, editing, undo, write, names } = sheet()
  write('s', 's0', 'See it')
  undo.stopCapturing()
  const { place } = begun.by(first, () => editing.onwardStep(first))
  expect(names()).toEqual(['See it', ''])
  expect([begun.is(place?.column ?? null), begun.is('s0')]).toEqual([true, false])
  expect(begun.drop()).toEqual(first)
  expect([names(), undo.redoStack.length]).toEqual([['See it'], 0])
  undo.undo()
  expect(names()).toEqual([''])
})

test('what somebody wrote stays: a name, a cell, and the step a map begins with', () => {
  const { begun, editing, undo, write, names } = sheet()
  expect(begun.drop()).toBeNull()
  write('s', 's0', 'See it')
  undo.stopCapturing()
  const named = begun.by(first, () => editing.newStep(first))
  write('s', named?.column ?? '', 'Ask')
  expect(begun.drop()).toBeNull()
  undo.stopCapturing()
  const filled = begun.by(named, () => editing.newStep(named))
  write('c', `goal:${filled?.column}`, 'A reason')
  expect([begun.drop(), names()]).toEqual([null, ['See it', 'Ask', '']])
})

test('letters that were taken back by Esc can still be had by undoing', () => {
  const { begun, editing, undo, write, names } = sheet()
  write('s', 's0', 'See it')
  undo.stopCapturing()
  const place = begun.by(first, () => editing.newStep(first))
  write('s', place?.column ?? '', 'As')
  write('s', place?.column ?? '', '')
  expect([begun.drop(), names()]).toEqual([first, ['See it']])
  undo.undo()
  undo.undo()
  expect(names()).toEqual(['See it', 'As'])
})

test('a step begun while another one went is taken out alone', () => {
  const { begun, editing, undo, write, names } = sheet()
  write('s', 's0', 'See it')
  undo.stopCapturing()
  const second = begun.by(first, () => editing.onwardStep(first))
  undo.stopCapturing()
  // Tab from the nameless one: it goes, and the next phase begins.
  begun.by(second.place, () => editing.onwardStep(second.place ?? first))
  expect(names()).toEqual(['See it', ''])
  begun.drop()
  expect(names()).toEqual(['See it'])
})

test('a letter writes anew, a blank goes on behind, and nobody is written over under their pen', () => {
  expect([begunWith('', 'x', false), begunWith('', ' ', false), begunWith('A reason', 'x', false), begunWith('A reason', ' ', false), begunWith('A reason', 'x', true), begunWith('A reason\n', 'x', true)])
    .toEqual(['x', '', 'x', 'A reason ', 'A reason x', 'A reason\nx'])
})
