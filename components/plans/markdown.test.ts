import { expect, test } from 'vitest'
import type { Plan } from '@/server/queries/plans/plan'
import { planMarkdown } from './markdown'

const plan = {
  name: 'Call back', owner: 'Ann', status: 'reviewed', verdict: 'cant_tell', startOn: '2026-01-01', reviewOn: '2026-06-01', baselineFrom: '2025-03-01', baselineTo: '2026-01-01', design: 'comparison', comparisonWhy: 'They moved alike.', today: '2026-06-01', periodsAfter: 5, enteredLate: 0, interval: 'month',
  answers: { 'target.who': { text: '# Everybody\nwho *rings*', unknown: false, picks: ['value:top'] }, 'us.promise': { text: '', unknown: true, picks: [] } },
  impact: { lines: [{ group: 'plan', label: 'the plan’s group', before: 0.71, after: 0.62, difference: -0.09, low: null, high: null, n: 300, nBefore: 1200 }], kind: 'share', unit: 'share', measure: 'Follow-through', smallest: 0.0709, detectable: 0.199, weak: null, says: 'cant_tell', wrongWay: false, caveats: ['One | two'], series: [], effect: null, z: null, p: null },
  actions: [
    { id: 'a', title: 'Ring them', status: 'on_track', ownerLabel: 'Cy', dueOn: '2026-05-20', costSpent: null, costPlanned: 4500.5, returnLow: 20000, returnHigh: 45000, returnFormula: '31 × £460', remark: '', dependsOn: [] },
    { id: 'b', title: 'Show | them', status: 'stuck', ownerLabel: '', dueOn: null, costSpent: null, costPlanned: null, returnLow: null, returnHigh: null, returnFormula: '', remark: 'No numbers', dependsOn: ['a'] },
  ],
} as unknown as Plan

test('a plan reads on paper as it does on its page, what it came to first; typed text stays text', () => {
  const lines = planMarkdown(plan, 'GBP', (pick) => (pick === 'value:top' ? 'Top' : undefined)).split('\n')
  expect(lines[0]).toBe('# Call back')
  expect(lines[2]).toBe('**Can’t tell** · Ann stands for it · starts 1 Jan 2026, review 1 Jun 2026')
  const at = (line: string) => { expect(lines).toContain(line); return lines.indexOf(line) }
  const order = [at('## What it came to'), at('Can’t tell: the interval holds both nothing and something that would matter.'), at('Follow-through. Against a comparison group; baseline 1 Mar 2025 up to, not including, 1 Jan 2026.'), at('They moved alike.'), at('| The plan’s group | 71 % | 62 % | −9 points | – | 1,200 | 300 |'), at('## What is done: 0 of 2, 1 late'), at('## Who it is for')]
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  at('| Ring them | Late | Cy | 20 May 2026 | – | £4,500.50 | £20,000–£45,000 |')
  at('| Show \\| them | Stuck | – | – | – | – | – |')
  at('- Ring them: should bring: 31 × £460')
  at('- Show \\| them: No numbers; waits for Ring them')
  at('\\# Everybody  ')
  at('who \\*rings\\*')
  at('*Don’t know yet*')
  // Every question stands there, also the 19 that nobody has answered.
  expect(lines.filter((line) => line === '*Nobody has said yet*')).toHaveLength(19)
  at('**What is the smallest thing that could be tried?**')
})
