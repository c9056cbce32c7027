import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, step } from './steps.mjs'

const stamp = join(root, 'node_modules/.touchstone-install')

/** Runs `npm ci` unless node_modules already holds what package-lock.json asks for. Call it under the lock. */
export async function ensureInstalled(lock) {
  const wanted = wantedStamp()
  if (read(stamp) === wanted) return
  if (!matchesLockfile()) {
    // npm's own path is in the environment below `npm run`; that is the npm the person chose.
    const npm = process.env.npm_execpath
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
    // A fresh clone has no stamp; half an installation must not look like one.
    await (npm?.endsWith('.js')
      ? step('Installing packages', process.execPath, [npm, ...args], { hold: lock.fd })
      : step('Installing packages', 'npm', args, { hold: lock.fd }))
  }
  try {
    writeFileSync(stamp, wanted)
  } catch (error) {
    // A folder that may not be written to is compared anew at every start; nothing worse.
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error
  }
}

const wantedStamp = () =>
  createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(process.platform + process.arch).digest('hex')

// Somebody who ran `npm install` by hand has the right packages without our stamp: npm writes down what it installed.
function matchesLockfile() {
  const hidden = read(join(root, 'node_modules/.package-lock.json'))
  if (!hidden) return false
  const installed = JSON.parse(hidden).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const there = installed[path]
    if (!there) return Boolean(entry.optional)
    return there.version === entry.version && there.integrity === entry.integrity && existsSync(join(root, path))
  })
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
