import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as 43 characters; whoever holds it holds the link. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** All that is kept of a link: SHA-256 is enough for what cannot be guessed. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export const RESET_VALID_MS = 60 * 60_000
/** A link an admin hands over by other means than mail may take longer to arrive. */
export const HANDED_RESET_VALID_MS = 24 * 60 * 60_000
export const INVITATION_VALID_MS = 7 * 24 * 60 * 60_000

export const resetPath = (token: string) => `/reset/${token}`
export const invitationPath = (token: string) => `/invitation/${token}`
