import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Autosave, type Saved } from './autosave'
import type { Draft, DraftSlide } from './draft'

const slide = (key: string, text = key, id?: string): DraftSlide => ({ key, kind: 'message', report: null, parameters: {}, field: null, cell: {}, title: null, text, seconds: 15, schedule: null, ...(id ? { id } : {}) })
const draft = (...slides: DraftSlide[]): Draft => ({ name: 'Hall', theme: 'dark', show_names: false, timezone: null, variables: {}, slides })

/** A server that answers when it is told to. */
function server(first: Draft) {
  const sent: { draft: Draft; version: number; answer: (saved: Saved) => void; refuse: (error: Error) => void }[] = []
  const saver = new Autosave(first, 1, (given, version) => new Promise((answer, refuse) => sent.push({ draft: given, version, answer, refuse })), (error) => (error instanceof Error ? error.message : ''))
  const answered = async (n: number, saved: Saved) => { sent[n]?.answer(saved); await vi.advanceTimersByTimeAsync(0) }
  const texts = () => saver.standing().draft.slides.map(({ text }) => text)
  return { saver, sent, answered, texts, add: (one: DraftSlide) => saver.change((now) => ({ ...now, slides: [...now.slides, one] })) }
}
beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

test('what is changed while a save is under way goes with the next one, with the ids of the first', async () => {
  const { saver, sent, answered, texts, add } = server(draft(slide('a', 'a', 'A')))
  add(slide('new 0'))
  await vi.advanceTimersByTimeAsync(500)
  add(slide('new 1'))
  saver.change((now) => ({ ...now, slides: now.slides.toReversed() }))
  // However long the first takes: never two at once.
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent.map(({ version }) => version)).toEqual([1])
  await answered(0, { version: 2, slides: ['A', 'N0'] })
  expect([saver.standing().state, texts()]).toEqual(['saving', ['new 1', 'new 0', 'a']])
  await vi.advanceTimersByTimeAsync(500)
  expect(sent[1]).toMatchObject({ version: 2, draft: { slides: [{ key: 'new 1' }, { id: 'N0' }, { id: 'A' }] } })
  await answered(1, { version: 3, slides: ['N1', 'N0', 'A'] })
  expect(saver.standing()).toMatchObject({ state: 'saved', draft: { slides: [{ id: 'N1' }, { id: 'N0' }, { id: 'A' }] } })
})

test('an older answer of the server takes nothing away; what others changed comes once nothing of one’s own waits', async () => {
  const { saver, sent, answered, texts, add } = server(draft(slide('a', 'a', 'A')))
  add(slide('new 0'))
  await vi.advanceTimersByTimeAsync(500)
  // The page hears of its own save before the save is answered, and of another one behind it.
  saver.seen(draft(slide('A', 'a', 'A'), slide('N0', 'new 0', 'N0')), 2)
  saver.seen(draft(slide('A', 'changed', 'A'), slide('N0', 'new 0', 'N0')), 3)
  add(slide('new 1'))
  expect(texts()).toEqual(['a', 'new 0', 'new 1'])
  await answered(0, { version: 2, slides: ['A', 'N0'] })
  expect(texts()).toEqual(['a', 'new 0', 'new 1'])
  await vi.advanceTimersByTimeAsync(500)
  sent[1]?.refuse(new Error('Somebody has changed this screen'))
  await vi.advanceTimersByTimeAsync(0)
  expect(saver.standing()).toMatchObject({ state: 'failed', failure: 'Somebody has changed this screen' })
  expect(texts()).toContain('new 1')
  saver.reload()
  expect([saver.standing().state, texts(), saver.standing().draft.slides.map(({ key }) => key)]).toEqual(['saved', ['changed', 'new 0'], ['a', 'new 0']])
})

test('without a change of one’s own the change of another is taken over when the save is answered', async () => {
  const { saver, answered, texts, add } = server(draft(slide('a', 'a', 'A')))
  add(slide('new 0'))
  await vi.advanceTimersByTimeAsync(500)
  saver.seen(draft(slide('A', 'changed', 'A'), slide('N0', 'new 0', 'N0')), 3)
  await answered(0, { version: 2, slides: ['A', 'N0'] })
  expect([saver.standing().state, texts()]).toEqual(['saved', ['changed', 'new 0']])
})

test('what waits when the page is left is saved at once, also behind a save that is under way', async () => {
  const { saver, sent, answered, add } = server(draft())
  add(slide('new 0'))
  saver.leave()
  expect(sent).toHaveLength(1)
  add(slide('new 1'))
  await answered(0, { version: 2, slides: ['N0'] })
  expect(sent[1]).toMatchObject({ version: 2, draft: { slides: [{ id: 'N0' }, { key: 'new 1' }] } })
  await answered(1, { version: 3, slides: ['N0', 'N1'] })
  saver.leave()
  expect(sent).toHaveLength(2)
})

test('without a name nothing is sent; a refused change is tried again with the next one', async () => {
  const { saver, sent, add } = server(draft())
  saver.change((now) => ({ ...now, name: ' ' }))
  await vi.advanceTimersByTimeAsync(500)
  expect([sent.length, saver.standing().state]).toEqual([0, 'saving'])
  saver.change((now) => ({ ...now, name: 'Hall' }))
  await vi.advanceTimersByTimeAsync(500)
  sent[0]?.refuse(new Error('Not now'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([sent.length, saver.standing().failure]).toEqual([1, 'Not now'])
  add(slide('new 0'))
  await vi.advanceTimersByTimeAsync(500)
  expect(sent[1]?.draft.slides).toHaveLength(1)
})
