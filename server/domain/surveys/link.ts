/** What a survey's link holds: no name, no address, nothing about the customer. */
export type SurveyLink = { organisation: string; link: string; /** Epoch seconds. */ expires: number }

/** Bytes of the two ids and the time, and of the shortened signature after them. */
const BODY = 36
export const SIGNATURE = 16

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idText = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The part of a token that is signed. */
export function linkBody({ organisation, link, expires }: SurveyLink): Buffer {
  const body = Buffer.alloc(BODY)
  idBytes(organisation).copy(body)
  idBytes(link).copy(body, 16)
  body.writeUInt32BE(expires, 32)
  return body
}

/** Body and signature as 70 characters for an address. */
export const linkToken = (body: Buffer, signature: Buffer): string => Buffer.concat([body, signature.subarray(0, SIGNATURE)]).toString('base64url')

/** A token taken apart, its signature not yet judged; null for what cannot be one. */
export function readToken(token: string): { link: SurveyLink; body: Buffer; signature: Buffer } | null {
  if (!/^[A-Za-z0-9_-]{70}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // The last character has bits to spare: only the spelling we wrote is the token.
  if (bytes.length !== BODY + SIGNATURE || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, BODY)
  return { body, signature: bytes.subarray(BODY), link: { organisation: idText(bytes.subarray(0, 16)), link: idText(bytes.subarray(16, 32)), expires: body.readUInt32BE(32) } }
}
