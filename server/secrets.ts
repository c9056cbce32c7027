import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RESTORED } from '@/db/embedded/restored'
import type { Env } from './env'

/**
 * The instance's secrets as one text: the present one first, then those it had before, between characters that no
 * environment variable can hold. What is new is made under the present one; what was made under an earlier one still opens.
 */
const BETWEEN = '\0'

export const secretsIn = (secret: string): [string, ...string[]] => {
  const [present = '', ...earlier] = secret.split(BETWEEN)
  return [present, ...earlier]
}
export const presentSecret = (secret: string): string => secretsIn(secret)[0]

/** SECRET and SECRET_PREVIOUS (several: one a line), or the embedded instance's own. */
export function instanceSecret(settings: Pick<Env, 'SECRET' | 'SECRET_PREVIOUS'>, dataDir: string): string {
  return settingsSecret(settings) ?? ownSecret(dataDir)
}

/** Null where none is set: an embedded instance then has its own. */
export function settingsSecret({ SECRET, SECRET_PREVIOUS }: Pick<Env, 'SECRET' | 'SECRET_PREVIOUS'>): string | null {
  return SECRET === undefined ? null : [SECRET, ...(SECRET_PREVIOUS ?? '').split('\n').filter((line) => line !== '')].join(BETWEEN)
}

/** A restored database that has not taken its place yet brings its own. */
const fileIn = (dataDir: string) => [join(dataDir, RESTORED, 'secret'), join(dataDir, 'secret')].find((file) => existsSync(file)) ?? join(dataDir, 'secret')
const newSecret = () => randomBytes(32).toString('base64url')

/** The embedded instance's own secret, made once and readable by its owner only: the present one on the first line. */
export function ownSecret(dataDir: string): string {
  try {
    return readFileSync(fileIn(dataDir), 'utf8').trim().replaceAll(/\s*\n\s*/g, BETWEEN)
  } catch {
    const secret = newSecret()
    writeFileSync(fileIn(dataDir), `${secret}\n`, { mode: 0o600, flag: 'wx' })
    chmodSync(fileIn(dataDir), 0o600)
    return secret
  }
}

/** Written beside and put in place at once: half a file would be another secret. */
export function writeOwnSecret(dataDir: string, secret: string): void {
  const beside = `${fileIn(dataDir)}.new`
  writeFileSync(beside, `${secretsIn(secret).join('\n')}\n`, { mode: 0o600, flush: true })
  renameSync(beside, fileIn(dataDir))
}

/** A new present secret before those there are; answers all of them. */
export const withNewSecret = (secret: string): string => [newSecret(), secret].join(BETWEEN)
