import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

/**
 * A backup is one gzip file of lines: a manifest; for each table `T name`, then its rows as `R {json}`; at the end how
 * many rows there were and the SHA-256 of all lines before, so that a file that was cut off or changed is known.
 * Rows are PostgreSQL's own JSON: they pass through as text, so that no number loses a digit, and either engine's
 * backup can be restored into the other.
 */
export const FORMAT = 'touchstone-backup-1'

export const manifestShape = z.strictObject({
  format: z.literal(FORMAT), version: z.string(), created_at: z.string(), database: z.enum(['embedded', 'postgresql']),
  migrations: z.int().describe('How many the schema had: a backup is restored by the version that made it, and upgraded then.'),
  secret: z.string().nullable().describe('Of the embedded instance. With DATABASE_URL it is yours to keep.'),
  secret_check: z.string(),
})
export type Manifest = z.output<typeof manifestShape>
const endShape = z.strictObject({ rows: z.int(), sha256: z.string() })

export class LineHash {
  private readonly hash: Hash = createHash('sha256')
  add(line: string): void {
    this.hash.update(line).update('\n')
  }
  digest(): string {
    return this.hash.digest('hex')
  }
}

export type Line = { manifest: Manifest } | { table: string } | { row: string }

/** Lines of a backup in order; throws one clear line when it is none, or not whole. */
export async function* readBackup(path: string): AsyncGenerator<Line, void, undefined> {
  const file = createReadStream(path)
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  file.pipe(unpacked)
  const hash = new LineHash()
  let rows = 0
  let first = true
  let ended = false
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (first) yield { manifest: manifestOf(line) }
      else if (line.startsWith('R ')) {
        rows++
        yield { row: line.slice(2) }
      } else if (line.startsWith('T ')) yield { table: line.slice(2) }
      else if (line.startsWith('E ')) {
        const end = endShape.parse(JSON.parse(line.slice(2)))
        if (end.rows !== rows || end.sha256 !== hash.digest()) throw new Error('it has been changed since it was written')
        ended = true
        break
      } else throw new Error('it holds a line that is none of a backup’s')
      hash.add(line)
      first = false
    }
  } catch (error) {
    throw new Error(`${path} cannot be restored: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error)}.`, { cause: error })
  } finally {
    file.destroy()
    unpacked.destroy()
  }
  if (!ended) throw new Error(`${path} cannot be restored: it breaks off before its end.`)
}

function manifestOf(line: string): Manifest {
  let value: unknown
  try { value = JSON.parse(line) } catch { throw new Error('it is no backup of Touchstone') }
  const parsed = manifestShape.safeParse(value)
  if (!parsed.success) throw new Error('it is no backup of Touchstone, or of a later version')
  return parsed.data
}
