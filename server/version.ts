import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version of what is running, as package.json says. */
export const ownVersion = (): string => (JSON.parse(readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'package.json'), 'utf8')) as { version: string }).version
