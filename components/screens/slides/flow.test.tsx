import { expect, test } from 'vitest'
import { sharesOf } from './flow'

const result = (key: string, ...effects: number[]) => ({ key, label: key, n: effects.reduce((a, b) => a + b, 0), effects: effects.map((n, index) => ({ key: ['left', 'stayed'][index] ?? '', n })) })

test('a flow says what its shares are of, and what failed of those with a known result', () => {
  const said = sharesOf([result('failed', 100, 180), result('met', 0, 490), result('not_recorded', 30, 200)])?.replaceAll(/\s/gu, ' ')
  expect(said).toBe('Of all 1,000 moments, 23 % not recorded; of the others 36 % failed')
  expect(sharesOf([result('failed', 10, 30)])).toBe('Of all 40 moments')
  // Where few are known there is no percentage of them; where few are at all the counts are drawn.
  expect(sharesOf([result('failed', 2, 8), result('not_recorded', 0, 90)])?.replaceAll(/\s/gu, ' ')).toBe('Of all 100 moments, 90 % not recorded')
  expect(sharesOf([result('failed', 2, 8), result('not_recorded', 0, 9)])).toBeNull()
})
