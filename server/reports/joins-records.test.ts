import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SHARED = ['contact-chains.ts', 'issue-chains.ts', 'care-acts.ts']
/** A subquery over a table that is asked anew for each row; values and arrays taken apart are none. */
const LOOKED_UP = /lateral \(\s*select(?![^()]*from unnest)[^)]*?\bfrom [a-z]/s

test('a report that joins records looks none up row by row: without nested loops each look would read them all', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const joining = files.map((name) => ({ name, text: readFileSync(join(import.meta.dirname, name), 'utf8') })).filter(({ name, text }) => SHARED.includes(name) || text.includes('joinsRecords: true'))
  expect(joining.length).toBeGreaterThan(SHARED.length + 5)
  expect(joining.filter(({ text }) => LOOKED_UP.test(text)).map(({ name }) => name)).toEqual([])
})
