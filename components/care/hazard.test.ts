import { expect, test } from 'vitest'
import { hazardInWords, hazardOf } from './hazard'

const enough = { n_failed: 120, left_failed: 20, n_met: 200, left_met: 9, hr_failed_against_met: 2.5, hr_failed_against_met_low: 1.2, hr_failed_against_met_high: 5.1 }
const told = (statistics: Record<string, number | null>) => hazardOf(statistics, 'failed_against_met', 'failed', 'met')

test('where the interval leaves one out the words say association', () => {
  const hazard = told(enough)
  expect(hazard && hazardInWords(hazard, 'a failed moment', 'one that was met')).toBe('Having had a failed moment is associated with leaving 2.5 times as fast as having had one that was met (hazard ratio 2.5, 95 % interval 1.2 to 5.1).')
})

test('where it does not, no difference is claimed', () => {
  const hazard = told({ ...enough, hr_failed_against_met_low: 0.9 })
  expect(hazard && hazardInWords(hazard, 'a', 'b')).toContain('No difference')
})

test('few customers, few who left, or no ratio carry no sentence', () => {
  expect(told({ ...enough, n_met: 12 })).toBeNull()
  expect(told({ ...enough, left_failed: 2, left_met: 1 })).toBeNull()
  expect(told({ ...enough, hr_failed_against_met: null })).toBeNull()
})
