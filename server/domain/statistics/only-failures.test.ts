import { expect, test } from 'vitest'
import { beside, onlyFailures } from './only-failures'

test('a share of failures says which parts know of nothing else, and what it is without them', () => {
  expect([{ known: 3, failed: 3 }, { known: 3, failed: 2 }, { known: 0, failed: 0 }].map(onlyFailures)).toEqual([true, false, false])
  expect(beside({ known: 8394, failed: 3041 }, [])).toBeNull()
  expect(beside({ known: 8394, failed: 3041 }, [{ label: 'Pay a bill', known: 219, failed: 219 }])).toEqual({ labels: 'Pay a bill', one: true, failed: 2822, known: 8175 })
})
