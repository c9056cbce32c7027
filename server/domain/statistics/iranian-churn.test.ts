import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kaplanMeier } from './kaplan-meier'
import { logRank } from './log-rank'
import type { Tenure } from './risk-set'

// Telecom customers, months of tenure (UCI 563), and what R survival 3.5-3 makes of them: ../shared/data/SOURCES.md.
const file = new URL('../../../../shared/data/iranian_churn.csv', import.meta.url)

describe.skipIf(!existsSync(file))('Iranian telecom churn (needs ../shared/data)', () => {
  const customers = existsSync(file) ? read() : []

  test('S(36) with Greenwood’s error', () => {
    expect(customers).toHaveLength(3150)
    const row = kaplanMeier(customers).rows.find(({ t }) => t === 36)
    expect(row?.survival).toBeCloseTo(0.847325, 6)
    expect(row?.std_err).toBeCloseTo(0.007859, 6)
  })

  test('log-rank by complaint, with its p', () => {
    const result = logRank([customers.filter(({ complains }) => !complains), customers.filter(({ complains }) => complains)])
    expect(result?.chi_square).toBeCloseTo(800.985, 3)
    expect(result?.df).toBe(1)
    // scipy.stats.chi2.sf(800.985, 1) = 3.295e-176
    expect((result?.p ?? 0) / 3.295e-176).toBeCloseTo(1, 1)
  })
})

function read(): (Tenure & { complains: boolean })[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',').map((name) => name.replaceAll(/\s+/g, ' '))
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (name: string) => Number(cells[names.indexOf(name)])
    return { exit: cell('Subscription Length'), event: cell('Churn') === 1, complains: cell('Complains') === 1 }
  })
}
