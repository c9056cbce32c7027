import { expect, test } from 'vitest'
import { weaknesses } from './test-phases.mjs'

const report = (vulnerabilities: Record<string, { name: string; severity: string; range: string }>) => JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: { total: Object.keys(vulnerabilities).length } } })

test('a grave weakness fails, a lesser one is told, none passes', () => {
  expect(weaknesses(report({}))).toMatchObject({ passed: 1, failed: 0 })
  expect(weaknesses(report({ a: { name: 'a', severity: 'moderate', range: '<2' } }))).toMatchObject({ passed: 1, failed: 0, notes: [expect.stringContaining('1 of lesser weight')] })
  expect(weaknesses(report({ a: { name: 'a', severity: 'critical', range: '<2' } }))).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('a <2: critical') })
})

test.each([JSON.stringify({ message: 'request to https://registry.npmjs.org failed', error: { summary: '' } }), '', 'npm error code ENOTFOUND'])('a registry that does not answer is said and fails nothing: %s', (output) => {
  expect(weaknesses(output)).toMatchObject({ passed: 0, failed: 0, skipped: 1 })
})
