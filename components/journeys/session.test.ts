import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { fromBase64, toBase64 } from '@/server/domain/journeys/base64'
import { contentOf } from '@/server/domain/journeys/document'
import { addLane, addPhase, addStep, remove, writeCell } from '@/server/domain/journeys/edit'
import { MapSession, Refused, type Drawer } from './session'

const drawer = (): Drawer & { held: string | null } => {
  const self = { held: null as string | null, take: () => self.held, put: (update: string) => { self.held = update }, clear: () => { self.held = null } }
  return self
}
/** A server in memory, which may be out of reach. */
function server() {
  const doc = new Y.Doc()
  const self = {
    doc, reachable: true, refuses: false,
    view: () => ({ id: 'm', state: toBase64(Y.encodeStateAsUpdate(doc)), vector: toBase64(Y.encodeStateVector(doc)) }),
    wire: {
      sync: (update: string | null, vector: string) => {
        if (!self.reachable) return Promise.reject(new Error('no network'))
        if (self.refuses && update !== null) return Promise.reject(new Refused('The map is full.'))
        if (update !== null) Y.applyUpdate(doc, fromBase64(update))
        return Promise.resolve({ seq: 0, update: toBase64(Y.encodeStateAsUpdate(doc, fromBase64(vector))), vector: toBase64(Y.encodeStateVector(doc)) })
      },
    },
  }
  return self
}
const names = (doc: Y.Doc) => contentOf(doc).steps.map(({ name }) => name).toSorted()

test('says what is saved, keeps what is not, and brings both sides together again', async () => {
  vi.useFakeTimers()
  const far = server()
  addPhase(far.doc, { id: 'p', name: '', when: 'during' })
  const [mine, theirs] = [drawer(), drawer()]
  const anna = new MapSession(far.view(), far.wire, mine)
  const ben = new MapSession(far.view(), far.wire, theirs)
  addStep(anna.doc, { id: 'a', phase: 'p', name: 'Anna' })
  expect(anna.saveState()).toEqual({ state: 'saving' })
  await vi.advanceTimersByTimeAsync(300)
  expect(anna.saveState()).toEqual({ state: 'saved' })
  far.reachable = false
  addStep(ben.doc, { id: 'b', phase: 'p', name: 'Ben' })
  await vi.advanceTimersByTimeAsync(300)
  expect(ben.saveState()).toEqual({ state: 'kept' })
  addStep(ben.doc, { id: 'c', phase: 'p', name: 'Ben again' })
  expect(theirs.held).not.toBeNull()
  // The tab is closed and opened again while there is no network; what was kept is there.
  ben.end()
  far.reachable = true
  addStep(anna.doc, { id: 'd', phase: 'p', name: 'Anna again' })
  await vi.advanceTimersByTimeAsync(300)
  const back = new MapSession(far.view(), far.wire, theirs)
  back.start()
  expect(names(back.doc)).toEqual(['Anna', 'Anna again', 'Ben', 'Ben again'])
  await vi.advanceTimersByTimeAsync(300)
  expect(back.saveState()).toEqual({ state: 'saved' })
  expect(theirs.held).toBeNull()
  anna.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect(names(anna.doc)).toEqual(names(far.doc))
  for (const session of [anna, back]) session.end()
  vi.useRealTimers()
})

test('undo takes back one’s own and nobody else’s', async () => {
  vi.useFakeTimers()
  const far = server()
  addPhase(far.doc, { id: 'p', name: '', when: 'during' })
  const anna = new MapSession(far.view(), far.wire, drawer())
  addStep(anna.doc, { id: 'a', phase: 'p', name: 'Anna' })
  await vi.advanceTimersByTimeAsync(300)
  addStep(far.doc, { id: 'b', phase: 'p', name: 'Ben' })
  anna.refresh()
  await vi.advanceTimersByTimeAsync(10)
  anna.undo.undo()
  expect(names(anna.doc)).toEqual(['Ben'])
  anna.undo.redo()
  expect(names(anna.doc)).toEqual(['Anna', 'Ben'])
  anna.end()
  vi.useRealTimers()
})

test('there is nothing to undo before one has done anything, nor once the map says what an earlier version said', async () => {
  vi.useFakeTimers()
  const far = server()
  addPhase(far.doc, { id: 'p', name: '', when: 'during' })
  const anna = new MapSession(far.view(), far.wire, drawer())
  const heard: boolean[] = []
  const deaf = anna.onDone(() => { if (heard.at(-1) !== anna.canUndo()) heard.push(anna.canUndo()) })
  expect([anna.canUndo(), anna.canRedo()]).toEqual([false, false])
  addStep(anna.doc, { id: 'a', phase: 'p', name: 'Anna' })
  await vi.advanceTimersByTimeAsync(300)
  anna.undo.undo()
  expect([anna.canUndo(), anna.canRedo()]).toEqual([false, true])
  anna.undo.redo()
  await vi.advanceTimersByTimeAsync(300)
  remove(far.doc, 's', 'a')
  anna.restored()
  expect([anna.canUndo(), anna.canRedo()]).toEqual([false, false])
  await vi.advanceTimersByTimeAsync(10)
  expect([names(anna.doc), heard.at(-1), heard.includes(true)]).toEqual([[], false, true])
  deaf()
  anna.end()
  vi.useRealTimers()
})

test('text written into what another takes out is kept, said, and put back where it stood; what one took out oneself is not', async () => {
  vi.useFakeTimers()
  const far = server()
  addPhase(far.doc, { id: 'p', name: '', when: 'during' })
  addLane(far.doc, { id: 'goal', kind: 'goal' })
  for (const id of ['a', 'b', 'c']) addStep(far.doc, { id, phase: 'p', name: id })
  const held = drawer()
  const anna = new MapSession(far.view(), far.wire, held)
  far.reachable = false
  writeCell(anna.doc, 'goal', 'b', 'Offline words')
  writeCell(anna.doc, 'goal', 'c', 'Mine, and thrown away')
  remove(anna.doc, 's', 'c')
  await vi.advanceTimersByTimeAsync(300)
  remove(far.doc, 's', 'b')
  far.reachable = true
  anna.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect(anna.taken()).toMatchObject([{ noun: 's', id: 'b', name: 'b', written: ['c.goal:b'] }])
  anna.bringBack()
  expect(anna.taken()).toEqual([])
  expect(contentOf(anna.doc)).toMatchObject({ steps: [{ id: 'a' }, { id: 'b' }], cells: [{ step: 'b', text: 'Offline words' }] })
  // Where one is writing, nothing needs to have been typed yet; where somebody puts it back, the notice goes.
  await vi.advanceTimersByTimeAsync(1000)
  anna.writes('s.a')
  remove(far.doc, 's', 'a')
  anna.refresh()
  await vi.advanceTimersByTimeAsync(10)
  expect(anna.taken()).toMatchObject([{ id: 'a' }])
  anna.writes(null)
  anna.bringBack()
  anna.end()
  // A browser that was closed while offline finds out when it is opened again.
  far.reachable = false
  const [late, box] = [far.view(), drawer()]
  const ben = new MapSession(late, far.wire, box)
  writeCell(ben.doc, 'goal', 'b', 'Before the tab was closed, ')
  await vi.advanceTimersByTimeAsync(300)
  ben.end()
  await vi.advanceTimersByTimeAsync(10)
  remove(far.doc, 's', 'b')
  const again = new MapSession(far.view(), far.wire, box)
  again.start()
  expect(again.taken()).toMatchObject([{ id: 'b', written: ['c.goal:b'] }])
  again.letGo()
  expect(again.taken()).toEqual([])
  again.end()
  vi.useRealTimers()
})

test('without a connection it says so also where there is nothing to send', async () => {
  vi.useFakeTimers()
  const far = server()
  const anna = new MapSession(far.view(), far.wire, drawer())
  far.reachable = false
  anna.cut()
  expect(anna.saveState()).toEqual({ state: 'kept' })
  // Asked before the connection went, answered after: that is no connection.
  const late = new MapSession(far.view(), { sync: async () => new Promise((done) => { setTimeout(() => done({ seq: 0, update: far.view().state, vector: far.view().vector }), 50) }) }, drawer())
  late.refresh()
  await vi.advanceTimersByTimeAsync(10)
  late.cut()
  await vi.advanceTimersByTimeAsync(100)
  expect(late.saveState()).toEqual({ state: 'kept' })
  await vi.advanceTimersByTimeAsync(3000)
  expect(late.saveState()).toEqual({ state: 'saved' })
  late.end()
  await vi.advanceTimersByTimeAsync(5000)
  expect(anna.saveState()).toEqual({ state: 'kept' })
  far.reachable = true
  await vi.advanceTimersByTimeAsync(2100)
  expect(anna.saveState()).toEqual({ state: 'saved' })
  anna.end()
  vi.useRealTimers()
})

test('what the server refuses is said, and kept', async () => {
  vi.useFakeTimers()
  const far = server()
  const held = drawer()
  far.refuses = true
  const anna = new MapSession(far.view(), far.wire, held)
  addPhase(anna.doc, { id: 'p', name: 'x', when: 'during' })
  await vi.advanceTimersByTimeAsync(300)
  expect(anna.saveState()).toEqual({ state: 'refused', reason: 'The map is full.' })
  expect(held.held).not.toBeNull()
  anna.end()
  vi.useRealTimers()
})
