import { expect, test } from 'vitest'
import { CLAIMS, holds } from './claims'
import { atOdds, circle } from './dependencies'
import { mentioned } from '../mentions'
import { evidenceIn, foundWords, linesAbout, minutesOf, minutesPieces, newEvidence, piecesOf, type MeetingRecord } from './minutes'
import { periodNumber } from './period-number'
import { bothAnswers, progressOf, QUESTIONS, sameAnswer } from './steps'
import { onPaths, waitsFor } from './waiting'

test('who waits for whom may not be a circle', () => {
  const waits = new Map([['a', ['b']], ['b', ['c']], ['c', []]])
  expect(circle(waits, 'a')).toBe(false)
  expect(circle(new Map([...waits, ['c', ['a']]]), 'c')).toBe(true)
  expect(circle(new Map([['a', ['a']]]), 'a')).toBe(true)
})

test('what is done before, or due before, what it waits for is said', () => {
  const [script, desk] = [{ title: 'Write the script', status: 'on_track', dueOn: '2026-04-01' }, { title: 'Open a desk', status: 'done', dueOn: '2026-05-01' }]
  expect(atOdds({ status: 'on_track', dueOn: '2026-03-20' }, [script, desk])).toEqual(['It is due before “Write the script”, which it waits for.'])
  expect(atOdds({ status: 'done', dueOn: '2026-03-20' }, [script, desk])).toEqual(['It waits for “Write the script”, and that is not done.'])
  expect([atOdds({ status: 'done', dueOn: null }, [desk]), atOdds({ status: 'on_track', dueOn: '2026-04-01' }, [script]), atOdds({ status: 'stuck', dueOn: null }, [script])]).toEqual([[], [], []])
})

test('the longest name that fits is meant', () => {
  const people = [{ id: '1', name: 'Ann' }, { id: '2', name: 'Ann Lee' }, { id: '3', name: '' }, { id: '4', name: 'Ann' }]
  expect(mentioned('ask @Ann Lee, please', people)).toEqual(['2'])
  expect(mentioned('@ann: yes. mail me@annex.org', people)).toEqual(['1', '4'])
  expect(mentioned('nobody @', people)).toEqual([])
})

test('weeks and months are numbered without a jump over the year', () => {
  expect(periodNumber('2026-01-01', 'month') - periodNumber('2025-12-01', 'month')).toBe(1)
  expect(periodNumber('2026-01-05', 'week') - periodNumber('2025-12-29', 'week')).toBe(1)
  expect(periodNumber('2025-12-29', 'week')).toBe(periodNumber('2026-01-04', 'week'))
})

test('a claim agrees, does not, or cannot be told', () => {
  expect(holds({ value: 0.4, low: 0.35, high: 0.45 }, 0.38, 0.38)).toBe('holds')
  expect(holds({ value: 0.1, low: 0.05, high: 0.2 }, 0.38, 0.38)).toBe('does_not_hold')
  expect(holds({ value: 0.3, low: 0.1, high: 0.6 }, 0.15, 0.25)).toBe('cant_tell')
  // Without an interval nothing is judged, whichever way the figure lies.
  expect(holds({ value: 0.2, low: null, high: null }, 0.15, 0.25)).toBeNull()
  expect(holds({ value: 1, low: 0.5, high: 2 }, null, null)).toBeNull()
  // The arithmetic the notes speak of.
  expect(((197 / 14) ** (1 / 13) - 1).toFixed(3)).toBe('0.226')
  expect((1 - 6.1 / 6.4).toFixed(3)).toBe('0.047')
  expect((1 - (6.1 / 6.4) ** (1 / 4)).toFixed(3)).toBe('0.012')
  expect(90 + 75 + 67 + 47 + 22 + 22).toBe(323)
  expect(new Set(CLAIMS.map(({ key }) => key)).size).toBe(CLAIMS.length)
})

test('“don’t know yet” is an answer, and counted apart', () => {
  expect(progressOf({})).toEqual({ answered: 0, unknown: 0, open: QUESTIONS.length, of: QUESTIONS.length })
  expect(progressOf({ 'target.who': { text: '', unknown: false, picks: ['value:top'] }, 'us.promise': { text: '', unknown: true, picks: [] }, 'us.listen': { text: '', unknown: false, picks: [] } })).toMatchObject({ answered: 1, unknown: 1 })
})

test('two answers are the same by what they say, and together lose no word', () => {
  const [theirs, mine] = [{ text: 'late', unknown: false, picks: ['bill', 'call'], by: 'Ben' }, { text: 'wrong', unknown: false, picks: ['call', 'post'] }]
  expect(sameAnswer(theirs, { text: 'late', unknown: false, picks: ['bill', 'call'] })).toBe(true)
  expect(sameAnswer(theirs, { ...theirs, picks: ['bill'] })).toBe(false)
  expect(sameAnswer(undefined, { text: '', unknown: false, picks: [] })).toBe(true)
  expect(sameAnswer(undefined, { text: '', unknown: true, picks: [] })).toBe(false)
  expect(bothAnswers(theirs, mine)).toEqual({ text: 'late\nwrong', unknown: false, picks: ['bill', 'call', 'post'] })
  expect(bothAnswers({ text: '', unknown: false, picks: ['bill'] }, { text: 'wrong', unknown: false, picks: [] }).text).toBe('wrong')
})

const none: MeetingRecord = { day: '1 June 2026', people: [], lastTime: [], measures: [], judged: [], stuck: [], done: [], assumptions: [], evidence: [], known: 0, decisions: [] }

test('the minutes say what was judged since the last meeting', () => {
  expect(minutesOf({ ...none, judged: [{ plan: 'Call back', verdict: 'cant_tell', tempered: null, found: null, caveats: [] }] })).toContain('## Judged since\n\n- Call back: can’t tell\n')
  expect(minutesOf({ ...none, judged: [{ plan: 'Call back', verdict: 'cant_tell', tempered: null, found: foundWords({ measure: 'Failed moments', label: 'Change', unit: 'share', difference: 0.0212, low: -0.095, high: 0.1371 }, 'GBP'), caveats: ['No comparison group.'] }] })).toContain('- Call back: can’t tell. Failed moments: change +2.1 points (95 % interval −9.5 to 13.7 points). Before you believe it: No comparison group.\n')
  expect([foundWords({ measure: '', label: 'Difference in differences', unit: 'number', difference: -1.5, low: null, high: null }, 'GBP'), foundWords({ measure: 'Value', label: 'Change', unit: 'money', difference: 12.5, low: 1, high: 24 }, 'GBP'), foundWords({ measure: 'x', label: 'Change', unit: 'share', difference: null, low: null, high: null }, 'GBP')]).toEqual(['difference in differences −1.5', 'Value: change +£12.50 (95 % interval £1.00 to £24.00)', null])
  expect(minutesOf(none)).toContain('No plan was judged.')
})

test('the minutes say who took part and who noted what, and what is left to do for a plan that is over', () => {
  const minutes = minutesOf({
    ...none, people: ['Ada', 'Ben'], decisions: [{ text: 'Ring\n# them', plan: 'Call back', by: 'Ben' }],
    stuck: [
      { plan: 'Call back', ended: { status: 'reviewed', verdict: 'cant_tell', tempered: null }, title: 'Train', owner: 'Ada', status: 'stuck', late: true, due: '2026-05-01', remark: 'no room' },
      { plan: 'Letters', ended: { status: 'stopped', verdict: null, tempered: null }, title: 'Print', owner: '', status: 'on_track', late: true, due: '2026-05-02', remark: '' },
    ],
  })
  expect(minutes).toMatch(/^# Plans, 1 June 2026\n\nTook part, by what they wrote down: Ada, Ben\.\n\n## What we said last time\n/u)
  expect(minutes).toContain('- Train (Call back), its plan judged “can’t tell”: stuck and late, due 1 May 2026, with Ada. no room\n- Print (Letters), its plan stopped: late, due 2 May 2026, nobody owns it\n')
  expect(minutes).toContain('- Ring # them (Call back), noted by Ben\n')
  expect(linesAbout(minutes, 'Letters')).toEqual(['Print (Letters), its plan stopped: late, due 2 May 2026, nobody owns it'])
})

test('minutes are drawn as the pieces they were written from, whatever was typed', () => {
  const record: MeetingRecord = { ...none, people: ['# Ada'], lastTime: [{ text: '- a\n## b', plan: '# c', done: true }], evidence: ['# 12 of 310', '- fewer'], known: 1 }
  expect(piecesOf(minutesOf(record))).toEqual(minutesPieces(record))
  expect(minutesPieces(record).filter(({ kind }) => kind === 'heading')).toHaveLength(7)
  expect(minutesOf({ ...record, assumptions: [{ statement: 'Calls are dear.', owner: '', reviewOn: '2026-05-01' }] })).toContain('## Assumptions due for a look\n\n- Calls are dear: since 1 May 2026, nobody looks after it\n')
})

test('what a meeting was told is no new evidence for any later one', () => {
  const [first, second] = [minutesOf({ ...none, evidence: ['Calls rose', 'Letters fell'] }), minutesOf({ ...none, known: 2 })]
  expect(evidenceIn(first)).toEqual(['Calls rose', 'Letters fell'])
  expect(second).toContain('Nothing new since the last meeting; 2 told before still stand.')
  // The meeting in between was not told again, and it is known all the same.
  expect(newEvidence(['Calls rose', 'Bills rose'], [first, second])).toEqual({ evidence: ['Bills rose'], known: 1 })
  // What was decided in these words is no evidence.
  expect(newEvidence(['Ring them, noted by Ben'], [minutesOf({ ...none, decisions: [{ text: 'Ring them', plan: null, by: 'Ben' }] })]).known).toBe(0)
})

test('a running plan says what it waits for: one whose day has come is due, two groups by lot know no periods', () => {
  const plan = { design: 'before_after', measured: true, counted: null, reviewOn: '2026-05-03', today: '2026-06-01', told: false, first: { period: '2026-04-01', over: '2026-05-01', on: '2026-06-30' }, interval: 'month', failed: false, changed: [] } as const
  expect(waitsFor(plan)).toBe('Its verdict has been due since 3 May 2026: give it on its page')
  expect(waitsFor({ ...plan, changed: ['the effect window was 60 days and is 30 days'] })).toBe('Nothing can be told until it is set back: since the baseline was frozen the effect window was 60 days and is 30 days')
  expect(waitsFor({ ...plan, design: 'randomised', measured: false, counted: 'shares' })).toBe('Its verdict has been due since 3 May 2026: enter on its page how many were in each group, and how many of them did it')
  expect(waitsFor({ ...plan, design: 'randomised', measured: false, counted: 'means' })).toContain('their mean and its standard deviation')
  expect(waitsFor({ ...plan, today: '2026-04-30' })).toBe('No whole month since the start yet')
  // April is over, and what became of its customers is not known yet.
  expect(waitsFor({ ...plan, today: '2026-05-02' })).toBe('What it tells of April 2026 is final on 30 June 2026: until then no month counts')
  expect(waitsFor({ ...plan, today: '2026-05-02', told: true })).toBeNull()
  expect(waitsFor({ ...plan, today: '2026-05-02', failed: true })).toBe('It cannot be measured any more')
  expect(waitsFor({ ...plan, today: '2026-05-02', design: 'randomised' })).toBe('Two groups by lot: compared once, on 3 May 2026')
  const young = { design: 'before_after', due: false, onPath: null, changed: false } as const
  expect(onPaths([{ ...young, design: 'randomised', due: true }])).toBe('1 verdict is due')
  expect(onPaths([young])).toBe('The running plan is too young to tell')
  expect(onPaths([young, { ...young, onPath: true }, { ...young, onPath: false }, { ...young, due: true }, { ...young, design: 'randomised' }])).toBe('1 verdict is due; 1 of 2 running plans are on their path; 1 is too young to tell; 1 by lot waits for its day')
  expect(onPaths([{ ...young, due: true, changed: true }, { ...young, onPath: true }])).toBe('1 of 1 running plan is on its path; 1 cannot be told: settings have changed')
})
