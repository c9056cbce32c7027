import { createHash } from 'node:crypto'

/** What is kept of an API key. Keys are 256 random bits, so a fast hash is enough: there is nothing to guess. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
