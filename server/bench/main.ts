import { parseArgs } from 'node:util'
import { setErasureKey } from '../services/recording/erasure-key'
import { importOnPostgres } from './importing'
import { postgres } from './postgres'
import { recordingEmbedded, recordingOnPostgres } from './recording'
import { table, type Result, type Skipped } from './table'

const { positionals } = parseArgs({ allowPositionals: true })
setErasureKey('bench')
const plan = { rounds: 5, batches: 10 }
const results: Result[] = []
const skipped: Skipped[] = []
const server = await postgres()
if (typeof server === 'string') throw new Error(server)
try {
  if (positionals[0] === 'import') { results.push(await importOnPostgres(server, 'transaction', { rounds: 3, rows: 20_000 })); results.push(await importOnPostgres(server, 'interaction', { rounds: 3, rows: 20_000 })) } else {
  if (positionals[0] !== 'embedded') results.push(await recordingOnPostgres(server, plan))
  if (positionals[0] !== 'pg') results.push(await recordingEmbedded(plan))
  }
} finally {
  await server.stop()
}
console.log(table(results, skipped))
