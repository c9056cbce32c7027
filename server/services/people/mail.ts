import { log } from '@/server/log'
import { openMail, type Mail } from '../mail/deliver'

export { canMail } from '../mail/deliver'

/** Sends at once, for links somebody waits for; answers false when it cannot, so that the link can be handed over by hand. */
export async function sendMail(mail: Mail): Promise<boolean> {
  const server = await openMail()
  if (!server) return false
  try {
    const { deliver } = server
    const delivery = await deliver(mail)
    if (delivery.state !== 'sent') log('warn', 'mail not sent', { subject: mail.subject, reason: delivery.reason })
    return delivery.state === 'sent'
  } finally {
    server.close()
  }
}
