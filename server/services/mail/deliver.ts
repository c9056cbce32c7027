import { env } from '@/server/env'

export type Mail = {
  to: string
  subject: string
  text: string
  html?: string
  headers?: Record<string, string>
  /** Shown by the HTML as `cid:<cid>`; base64. */
  pictures?: readonly { cid: string; png: string }[]
  /** Kept over attempts, so that a mail that came twice can be told as one. */
  messageId?: string
}

/** What came of handing a mail over. `refused`: the server will never take this mail; `failed`: it may, later. */
export type Delivery = { state: 'sent' } | { state: 'refused' | 'failed'; reason: string }

/** Links in mails begin with PUBLIC_URL: one made from a request's Host header could be written by a stranger. */
export const canMail = (): boolean => env().SMTP_URL !== undefined && env().PUBLIC_URL !== undefined

/** An absolute address of a path of this instance; throws where PUBLIC_URL is not set. */
export const publicLink = (path: string): string => new URL(path, env().PUBLIC_URL).toString()

/** One connection to SMTP_URL for several mails; null without one. */
export async function openMail(): Promise<{ deliver(mail: Mail): Promise<Delivery>; close(): void } | null> {
  const { SMTP_URL, MAIL_FROM } = env()
  if (!SMTP_URL) return null
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(SMTP_URL, { pool: true, maxConnections: 1, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as object)
  return {
    async deliver({ pictures = [], ...mail }) {
      try {
        await transport.sendMail({ from: MAIL_FROM, ...mail, attachments: pictures.map(({ cid, png }) => ({ cid, filename: `${cid}.png`, content: png, encoding: 'base64', contentType: 'image/png', contentDisposition: 'inline' as const })) })
        return { state: 'sent' }
      } catch (error) {
        return { state: isFinal(error) ? 'refused' : 'failed', reason: error instanceof Error ? error.message : String(error) }
      }
    },
    close: () => transport.close(),
  }
}

/** A 5xx answer to the address or the mail itself; anything else (busy, away, wrong password) may pass. */
function isFinal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string }
  return responseCode !== undefined && responseCode >= 500 && ['RCPT TO', 'DATA', 'MAIL FROM'].includes(command ?? '')
}
