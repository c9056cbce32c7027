import { expect, test } from 'vitest'
import { undrawnInWords } from './undrawn'

test('whoever is in the whole and in no curve is said', () => {
  const rows = [{ group: 'failed', at_risk: 1000 }, { group: 'failed', at_risk: 900 }, { group: 'met', at_risk: 2182 }, { group: 'not_recorded', at_risk: 284 }]
  expect(undrawnInWords(rows, ['failed', 'met'], 3466)).toBe('Not drawn: 284 after a moment whose result is not recorded.')
  expect(undrawnInWords(rows, ['failed', 'met'], 3470)).toBe('Not drawn: 284 after a moment whose result is not recorded, and 4 in groups too small for a curve.')
  expect(undrawnInWords(rows.slice(0, 3), ['failed', 'met'], 3182)).toBe('')
})
