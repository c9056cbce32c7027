import { resolve } from 'node:path'
import { connect } from '@/db/client'
import { now } from '../clock'
import { env } from '../env'
import { takeOffFor } from '../services/people/second-factor'
import { resetLinkFor } from '../services/people/reset-password'

// npm run reset -- somebody@example.org: a link that sets a new password, for whoever holds the server's console;
// with --second-factor, their second factor is taken off too.
const [email, ...rest] = process.argv.slice(2)
try {
  if (!email) throw new Error('Say whose password: npm run reset -- somebody@example.org')
  const settings = env()
  // The embedded database belongs to one process at a time, so the server must be stopped; PostgreSQL needs no stop.
  const db = settings.DATABASE_URL ? await connect({ kind: 'postgresql', url: settings.DATABASE_URL, poolSize: 2 }) : await connect({ kind: 'embedded', dataDir: resolve(settings.DATA_DIR) })
  try {
    if (rest.includes('--second-factor')) console.log((await takeOffFor(db, email)) ? 'The second factor is off: the password alone signs them in.' : 'They have no second factor.')
    const path = await resetLinkFor(db, email, now())
    if (!path) throw new Error(`Nobody here signs in with ${email}.`)
    console.log(`Valid for an hour, once:\n${new URL(path, settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).toString()}`)
  } finally {
    await db.close()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
