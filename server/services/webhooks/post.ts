import { lookup } from 'node:dns/promises'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { ticks } from '@/server/clock'
import { isPublicAddress, webhookTarget } from '@/server/domain/webhooks/address'
import { verdictOf } from '@/server/domain/webhooks/message'
import { env } from '@/server/env'

export type Posted = { taken: boolean; status: number | null; said: string; ms: number }
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>

const TIMEOUT_MS = 10_000
const resolveAll: Resolve = (host) => lookup(host, { all: true, verbatim: true })

const named = (hosts: string | undefined): string[] => (hosts ?? '').split(',').filter((name) => name.trim() !== '')
/** Where a webhook may go on this instance: asked when it is saved and again each time it is sent. */
export const targetOf = (address: string) => webhookTarget(address, named(env().WEBHOOK_PRIVATE_HOSTS), named(env().WEBHOOK_HOSTS))

/**
 * Posts a body to an address somebody typed, without a way into the private network: the name is resolved here, every one
 * of its addresses must be public, and the connection goes to those addresses, whatever the name says a moment later.
 * No redirect is followed, no proxy asked, the answer's body not read. Never throws.
 */
export async function post(address: string, headers: Record<string, string>, body: string, { resolve = resolveAll, timeoutMs = TIMEOUT_MS }: { resolve?: Resolve; timeoutMs?: number } = {}): Promise<Posted> {
  const began = ticks()
  const end = (posted: Omit<Posted, 'ms'>): Posted => ({ ...posted, ms: Math.round(ticks() - began) })
  const target = targetOf(address)
  if (!target.ok) return end({ taken: false, status: null, said: `The address ${target.reason}.` })
  try {
    const found = target.literal ? [{ address: target.host, family: target.host.includes(':') ? 6 : 4 }] : await withTime(resolve(target.host), timeoutMs)
    const hidden = target.allowed ? undefined : found.find((one) => !isPublicAddress(one.address))
    if (found.length === 0) return end({ taken: false, status: null, said: 'The name has no address.' })
    if (hidden) return end({ taken: false, status: null, said: 'The name leads into a private network; nothing was sent.' })
    const status = await send(target.url, found, headers, body, timeoutMs)
    return end({ status, ...verdictOf(status) })
  } catch (error) {
    return end({ taken: false, status: null, said: reasonOf(error) })
  }
}

function send(url: URL, found: { address: string; family: number }[], headers: Record<string, string>, body: string, timeoutMs: number): Promise<number> {
  return new Promise((done, fail) => {
    const bytes = Buffer.from(body)
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
      method: 'POST', agent: false, signal: AbortSignal.timeout(timeoutMs), headers: { ...headers, 'content-length': bytes.length },
      // Only what was judged can be connected to. A host that is an address is never looked up.
      lookup(_host, options, found_) {
        const [first] = found
        if (options.all) found_(null, found)
        else found_(null, first?.address ?? '', first?.family ?? 4)
      },
    }, (response) => {
      done(response.statusCode ?? 0)
      response.destroy()
    })
    request.on('error', fail)
    request.end(bytes)
  })
}

async function withTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_done, fail) => { timer = setTimeout(() => fail(new Error('The name could not be resolved in time.')), ms) })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const REASONS: Record<string, string> = {
  ENOTFOUND: 'The name is not known.', EAI_AGAIN: 'The name could not be resolved.', ECONNREFUSED: 'The connection was refused.', ECONNRESET: 'The connection was broken off.', ETIMEDOUT: 'There was no answer in time.', ABORT_ERR: 'There was no answer in time.', EHOSTUNREACH: 'The host cannot be reached.', ENETUNREACH: 'The network cannot be reached.',
}
function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  if (name === 'TimeoutError' || name === 'AbortError') return 'There was no answer in time.'
  return (code && REASONS[code]) || (code?.startsWith('CERT') || code?.includes('SELF_SIGNED') || code?.includes('TLS') ? 'The certificate could not be trusted.' : (message ?? 'It could not be sent.').slice(0, 200))
}
