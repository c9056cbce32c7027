import { env } from '@/server/env'

export type Mail = { to: string; subject: string; text: string }

/** Links in mails begin with PUBLIC_URL: one made from a request's Host header could be written by a stranger. */
export const canMail = (): boolean => env().SMTP_URL !== undefined && env().PUBLIC_URL !== undefined

/** Sends by SMTP_URL; answers false when there is none or the server refuses, so that the link can be handed over by hand. */
export async function sendMail(mail: Mail): Promise<boolean> {
  const { SMTP_URL, MAIL_FROM } = env()
  if (!SMTP_URL) return false
  try {
    const { createTransport } = await import('nodemailer')
    await createTransport(SMTP_URL, { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as object).sendMail({ from: MAIL_FROM, ...mail })
    return true
  } catch (error) {
    console.error(`A mail (${mail.subject}) could not be sent:`, error instanceof Error ? error.message : error)
    return false
  }
}
