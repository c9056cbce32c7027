import { connect } from '@/db/client'

/** A server that starts, as far as its database is concerned: brings it up to date and ends. Its last argument: where it is. */
const where = process.argv.at(-1) ?? ''
const db = await connect(where.startsWith('postgres') ? { kind: 'postgresql', url: where, poolSize: 2 } : { kind: 'embedded', dataDir: where })
await db.close()
