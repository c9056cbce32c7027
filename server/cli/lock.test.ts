import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acquire } from './lock.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const noWait = () => expect.unreachable('nobody holds the lock')

/** Another process that takes the lock, says so, and keeps it until it is killed or told to release. */
async function holder() {
  const script = `
    const { acquire } = await import(process.argv[1])
    const lock = await acquire(process.argv[2], () => console.log('waiting'))
    console.log('holding')
    process.stdin.once('data', () => { lock.release(); console.log('released') })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, join(process.cwd(), 'server/cli/lock.mjs'), folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const says = async () => (await lines.next()).value as string
  return { child, says }
}

describe.skipIf(process.platform === 'win32')('the lock on a folder', () => {
  test('is free again after release, and leaves nothing behind', async () => {
    for (let i = 0; i < 3; i++) (await acquire(folder, noWait)).release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is waited for, and passes on when it is released', async () => {
    const one = await holder()
    expect(await one.says()).toBe('holding')
    const two = await holder()
    expect(await two.says()).toBe('waiting')
    one.child.stdin.write('\n')
    expect(await one.says()).toBe('released')
    expect(await two.says()).toBe('holding')
    for (const { child } of [one, two]) child.kill('SIGKILL')
  })

  test('dies with a holder that is killed', async () => {
    const one = await holder()
    expect(await one.says()).toBe('holding')
    one.child.kill('SIGKILL')
    await once(one.child, 'exit')
    expect(readdirSync(folder)).toHaveLength(1)
    ;(await acquire(folder, noWait)).release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('has one holder at a time among many that come at once', async () => {
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = await acquire(folder, () => {})
        most = Math.max(most, ++inside)
        await new Promise((done) => setImmediate(done))
        inside--
        lock.release()
      }),
    )
    expect(most).toBe(1)
  })
})
