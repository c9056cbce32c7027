import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { takeRestored } from './restored'

const all = mkdtempSync(join(tmpdir(), 'touchstone-restored-'))
afterAll(() => rmSync(all, { recursive: true, force: true }))

/** A data directory with an old database, and a new one that is complete. */
function prepared(name: string): string {
  const dir = join(all, name)
  for (const [place, said] of [['db', 'old'], ['restored/db', 'new']] as const) {
    mkdirSync(join(dir, place), { recursive: true })
    writeFileSync(join(dir, place, 'PG_VERSION'), said)
  }
  writeFileSync(join(dir, 'secret'), 'old')
  writeFileSync(join(dir, 'restored', 'secret'), 'new')
  writeFileSync(join(dir, 'restored', 'aside'), 'db-replaced-1\n')
  return dir
}
const read = (dir: string, ...path: string[]) => readFileSync(join(dir, ...path), 'utf8')

test('a restored database takes its place with its secret, wherever taking it was cut off before', () => {
  const cuts: ((dir: string) => void)[] = [
    () => {},
    (dir) => renameSync(join(dir, 'db'), join(dir, 'db-replaced-1')),
    (dir) => { renameSync(join(dir, 'db'), join(dir, 'db-replaced-1')); renameSync(join(dir, 'restored', 'db'), join(dir, 'db')) },
    (dir) => { renameSync(join(dir, 'db'), join(dir, 'db-replaced-1')); renameSync(join(dir, 'restored', 'db'), join(dir, 'db')); renameSync(join(dir, 'restored', 'secret'), join(dir, 'secret')) },
  ]
  for (const [n, cut] of cuts.entries()) {
    const dir = prepared(`cut-${n}`)
    cut(dir)
    takeRestored(dir)
    expect([read(dir, 'db', 'PG_VERSION'), read(dir, 'secret'), read(dir, 'db-replaced-1', 'PG_VERSION'), existsSync(join(dir, 'restored'))], `cut ${n}`).toEqual(['new', 'new', 'old', false])
    takeRestored(dir)
    expect(readdirSync(dir).toSorted()).toEqual(['db', 'db-replaced-1', 'secret'])
  }
})
