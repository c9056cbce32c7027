import pg from 'pg'

/** A connection to the database at `url` for as long as `work` takes. */
export async function asking<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The address of another database of the same server. */
export function beside(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.toString()
}

export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  // Only this login's own connections are ended by hand: `with (force)` would be refused to an ordinary login
  // whenever an autovacuum worker is in the database; a plain drop sends such a worker away by itself.
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user', [name])
  await client.query(`drop database if exists ${name}`)
}
