import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { compareContents } from './compare'
import { contentOf, documentFrom, changeBetween, writeText } from './document'
import { addLane, addPhase, addStep, bindStep, markCell, moveLane, moveStep, remove, writeCell, writeContent } from './edit'

/** Somebody's random edits of a shared map. */
const edit = fc.record({ who: fc.nat(2), what: fc.nat(8), a: fc.nat(5), b: fc.nat(5), text: fc.string({ maxLength: 6 }), sync: fc.boolean() })
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function act(doc: Y.Doc, { what, a, b, text }: Edit): void {
  const { steps, lanes } = contentOf(doc)
  const step = steps[a % Math.max(1, steps.length)]
  const lane = lanes[b % Math.max(1, lanes.length)]
  switch (what) {
    case 0: return addPhase(doc, { id: `p${a}`, name: text, when: 'before' }, b)
    case 1: return addStep(doc, { id: `s${a}${b}`, phase: `p${b}`, name: text })
    case 2: return addLane(doc, { id: `l${a}`, kind: 'own', name: text })
    case 3: return step && moveStep(doc, step.id, `p${b}`, a)
    case 4: return step && remove(doc, 's', step.id)
    case 5: return step && lane && writeCell(doc, lane.id, step.id, text)
    case 6: return step && lane && markCell(doc, lane.id, step.id, { as_is: (a % 5) - 2, evidence: 'observed' })
    case 7: return step && bindStep(doc, step.id, { touchpoint: text || null })
    default: return lane && moveLane(doc, lane.id, a)
  }
}

function play(edits: Edit[]): { docs: Y.Doc[]; updates: Uint8Array[] } {
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const updates: Uint8Array[] = []
  for (const doc of docs) doc.on('update', (update: Uint8Array, origin: unknown) => { if (origin !== 'sync') updates.push(update) })
  for (const one of edits) {
    const doc = docs[one.who]
    if (!doc) continue
    act(doc, one)
    if (one.sync) for (const other of docs) if (other !== doc) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)), 'sync')
  }
  return { docs, updates }
}

describe('the projection of a shared map', () => {
  test('is the same in any order of updates, with duplicates, and however they are folded', () => {
    fc.assert(fc.property(fc.array(edit, { maxLength: 40 }), fc.infiniteStream(fc.nat()), (edits, chance) => {
      const { updates } = play(edits)
      const expected = contentOf(documentFrom(updates))
      const draw = (): number => Number(chance.next().value)
      const shuffled = [...updates, ...updates].map((update) => ({ update, key: draw() })).toSorted((a, b) => a.key - b.key).map(({ update }) => update)
      expect(contentOf(documentFrom(shuffled))).toEqual(expected)
      const folded = Y.encodeStateAsUpdate(documentFrom(shuffled.slice(0, 5)))
      expect(contentOf(documentFrom([folded, ...updates]))).toEqual(expected)
    }), { numRuns: 60 })
  })

  test('holds only cells of steps and lanes that are there, and steps of phases that are there', () => {
    fc.assert(fc.property(fc.array(edit, { maxLength: 60 }), (edits) => {
      const content = contentOf(documentFrom(play(edits).updates))
      const [phases, steps, lanes] = [content.phases, content.steps, content.lanes].map((all) => new Set(all.map(({ id }) => id)))
      expect(content.steps.every((step) => phases?.has(step.phase))).toBe(true)
      expect(content.cells.every((cell) => steps?.has(cell.step) && lanes?.has(cell.lane))).toBe(true)
    }), { numRuns: 60 })
  })

  test('a version written back is that version, and only what differs is written', () => {
    fc.assert(fc.property(fc.array(edit, { maxLength: 40 }), fc.array(edit, { maxLength: 20 }), (first, then) => {
      const doc = documentFrom(play(first).updates)
      const version = contentOf(doc)
      for (const one of then) act(doc, one)
      writeContent(doc, version)
      expect(contentOf(doc)).toEqual(version)
      expect(compareContents(contentOf(doc), version)).toEqual([])
      let written = 0
      doc.on('update', () => { written++ })
      writeContent(doc, version)
      expect(written).toBe(0)
    }), { numRuns: 60 })
  })
})

test('two people writing in the same new cell, one of them offline, lose nothing', () => {
  const [anna, ben] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [anna, ben]) {
    addPhase(doc, { id: 'p', name: '', when: 'during' })
    addStep(doc, { id: 's', phase: 'p' })
    addLane(doc, { id: 'l', kind: 'goal' })
  }
  writeCell(anna, 'l', 's', 'pay in peace')
  writeCell(ben, 'l', 's', 'know the date')
  Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben))
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna))
  const text = contentOf(anna).cells[0]?.text ?? ''
  expect(text).toContain('pay in peace')
  expect(text).toContain('know the date')
  expect(contentOf(ben)).toEqual(contentOf(anna))
})

test('a text changes by its smallest part, never through half a character', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, next) => {
    const { at, remove: gone, insert } = changeBetween(before, next)
    expect(before.slice(0, at) + insert + before.slice(at + gone)).toBe(next)
    const doc = new Y.Doc()
    writeText(doc, 's', 'x', before)
    writeText(doc, 's', 'x', next)
    expect(doc.getText('s.x').toString()).toBe(next)
  }))
})

test('what is no map is read as an empty one', () => {
  const doc = new Y.Doc()
  doc.getMap('map').set('s..order', 'a')
  doc.getMap('map').set('s.with space.order', 'a')
  doc.getMap('map').set('x.y.order', 'a')
  doc.getMap('map').set('s.fine.order', { nested: true })
  expect(contentOf(doc)).toEqual({ phases: [], steps: [], lanes: [], cells: [] })
})
