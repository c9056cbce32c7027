import { expect, test } from 'vitest'
import { noteQueue, type NoteWork } from './note-queue'

/** Work whose every sending waits until it is said what comes of it. */
function desk() {
  const sent: string[] = []
  const open: { arrive: () => void; fail: (why: string) => void }[] = []
  let looked = 0
  const work: NoteWork = {
    send: ({ text }) => new Promise<void>((done, refuse) => { sent.push(text); open.push({ arrive: done, fail: (why) => refuse(new Error(why)) }) }),
    reasonOf: (error) => (error instanceof Error ? error.message : ''),
    after: () => { looked++; return Promise.resolve() },
  }
  return { work, sent, next: () => { const one = open.shift(); if (!one) throw new Error('Nothing is being sent.'); return one }, looked: () => looked }
}
/** Lets what was just said come to pass. */
const settled = () => new Promise((done) => { setImmediate(done) })

test('typed faster than they are sent, notes are sent one after another as typed, and the field is empty at once', async () => {
  const { work, sent, next, looked } = desk()
  const queue = noteQueue()
  const done = ['one', 'two', 'three'].map((text) => {
    queue.type(text)
    const rest = queue.put(text, work)
    expect(queue.draft()).toBe('')
    return rest
  })
  queue.type('fo')
  expect(sent).toEqual(['one'])
  expect(queue.notes().map(({ state }) => state)).toEqual(['sending', 'waiting', 'waiting'])
  next().arrive()
  await settled()
  // What is being typed meanwhile is left alone.
  expect([sent, queue.draft()]).toEqual([['one', 'two'], 'fo'])
  next().arrive()
  await settled()
  next().arrive()
  await Promise.all(done)
  expect([sent, looked(), queue.notes(), queue.unsaved()]).toEqual([['one', 'two', 'three'], 1, [], true])
  queue.type(' ')
  await queue.put('nothing', work)
  expect([sent.length, queue.notes()]).toEqual([3, []])
  queue.type('')
  expect(queue.unsaved()).toBe(false)
})

test('what could not be sent stays with its reason, holds up no other, and is sent again by the same id', async () => {
  const { work, sent, next } = desk()
  const queue = noteQueue()
  const ids: string[] = []
  const watched: NoteWork = { ...work, send: (note) => { ids.push(note.id); return work.send(note) } }
  queue.type('one')
  const first = queue.put('a', watched)
  queue.type('two')
  void queue.put('b', watched)
  next().fail('The line is down.')
  await settled()
  next().arrive()
  await first
  expect(queue.notes()).toEqual([{ id: 'a', text: 'one', state: 'failed', why: 'The line is down.' }])
  expect(queue.unsaved()).toBe(true)
  const again = queue.again(watched, 'a')
  expect(queue.notes()).toEqual([{ id: 'a', text: 'one', state: 'sending', why: '' }])
  next().arrive()
  await again
  expect([ids, sent, queue.notes(), queue.unsaved()]).toEqual([['a', 'b', 'a'], ['one', 'two', 'one'], [], false])
})

test('all that failed is sent again in its order; what is taken back is in the field where nothing is typed', async () => {
  const { work, sent, next } = desk()
  const queue = noteQueue()
  for (const text of ['one', 'two', 'three']) {
    queue.type(text)
    const rest = queue.put(text, work)
    next().fail('no')
    await rest
  }
  queue.type('fo')
  queue.takeBack('two')
  expect([queue.draft(), queue.notes().length]).toEqual(['fo', 3])
  queue.type('')
  queue.takeBack('two')
  expect([queue.draft(), queue.notes().map(({ id }) => id)]).toEqual(['two', ['one', 'three']])
  const again = queue.again(work)
  next().arrive()
  await settled()
  // On its way it is not taken back.
  queue.takeBack('three')
  next().arrive()
  await again
  expect([sent, queue.notes(), queue.draft()]).toEqual([['one', 'two', 'three', 'one', 'three'], [], 'two'])
})

test('what is seen on the wall did arrive, whatever was heard of it', async () => {
  const { work, next } = desk()
  const queue = noteQueue()
  for (const text of ['one', 'two']) {
    queue.type(text)
    const rest = queue.put(text, work)
    next().fail('The answer was lost.')
    await rest
  }
  queue.type('three')
  const rest = queue.put('three', work)
  queue.seen(new Set(['one', 'three', 'of somebody else']))
  expect(queue.notes().map(({ id, state }) => [id, state])).toEqual([['two', 'failed'], ['three', 'sending']])
  next().arrive()
  await rest
  expect(queue.notes().map(({ id }) => id)).toEqual(['two'])
})

test('whoever looks is told of every change; a look that fails loses nothing', async () => {
  const { work, next } = desk()
  let [told, heard] = [0, 0]
  const queue = noteQueue(() => { told++ })
  const leave = queue.subscribe(() => { heard++ })
  queue.type('one')
  const rest = queue.put('a', { ...work, after: () => Promise.reject(new Error('away')) })
  next().arrive()
  await rest
  expect(queue.notes()).toEqual([])
  expect([heard, told]).toEqual([told, heard])
  expect(told).toBeGreaterThan(3)
  leave()
  queue.type('two')
  expect(told).toBe(heard + 1)
})
