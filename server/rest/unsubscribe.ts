import { systemCtx } from '../access'
import { bootState } from '../boot'
import { now } from '../clock'
import { TouchstoneError } from '../errors'
import { unsubscribe, unsubscribeToken } from '../services/monday/unsubscribe'
import { plainPage } from './survey/route'
import type { RestState } from './route'

/**
 * Stops the Monday mail without signing in. Opening asks, only posting stops (mail programs open links by themselves, and
 * post for their own button, RFC 8058). A link of an organisation or member that is gone says the same.
 */
export async function unsubscribeRequest(request: Request, token: string, state: () => Promise<RestState> = bootState): Promise<Response> {
  const booted = await state()
  if (booted.state !== 'ready') return plainPage('Not available right now', 'Please try again in a minute.', 503)
  const whose = unsubscribeToken(token)
  if (!whose) return plainPage('This link is not complete', 'Open it from the mail itself, or switch the mail off in Touchstone under Settings, Notifications.', 404)
  if (request.method !== 'POST') return plainPage('Stop the Monday mail?', 'Everything else stays as it is.', 200, 'Stop it')
  try {
    await unsubscribe(await systemCtx(booted.instance.db, whose.organisation, now()), whose.userId)
  } catch (error) {
    if (!(error instanceof TouchstoneError && error.fault === 'not_found')) throw error
  }
  return plainPage('Stopped', 'You will get no further Monday mail. It can be switched on again in Touchstone under Settings, Notifications.', 200)
}
