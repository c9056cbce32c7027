import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const table = readFileSync('server/ASVS.md', 'utf8')
const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+)(?:–(\d+))? \| ([a-z/]+) \| (.+) \|$/gm)].map(([, first = '', last, state = '', why = '']) => ({ first, last, state, why }))

/** Requirements of levels 1 and 2 per section, numbered from 1 (ASVS 5.0.0). */
const REQUIREMENTS: Record<string, number> = {
  '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4, '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3,
  '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3,
  '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2,
}

test('every requirement stands in the table once', () => {
  const wanted = Object.entries(REQUIREMENTS).flatMap(([section, count]) => Array.from({ length: count }, (_, n) => `${section}.${n + 1}`))
  expect(wanted).toHaveLength(253)
  const found = rows.flatMap(({ first, last }) => {
    const [chapter = '', section = '', number = ''] = first.split('.')
    return Array.from({ length: Number(last ?? number) - Number(number) + 1 }, (_, n) => `${chapter}.${section}.${Number(number) + n}`)
  })
  expect(found).toEqual(wanted)
})

test('what is said to be met names a test that exists', () => {
  for (const { first, state, why } of rows) {
    expect(['met', 'holds', 'operator', 'n/a', 'no']).toContain(state)
    if (state === 'met') expect(why, first).toMatch(/`[\w./-]+\.(test|spec)\.ts`/)
  }
  for (const [, path = ''] of table.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)) expect(existsSync(path), path).toBe(true)
})

test('the counts at its head are those of the table', () => {
  const of = (state: string) => rows.filter((row) => row.state === state).reduce((sum, { first, last }) => sum + (last ? Number(last) - Number(first.split('.')[2]) + 1 : 1), 0)
  for (const state of ['met', 'holds', 'operator', 'n/a', 'no']) expect(table).toContain(`**${state}** (${of(state)})`)
})
