import { isIPv4, isIPv6 } from 'node:net'

export type Caller = { address: string; userAgent: string }

/** Who calls: for the list of one's sessions and for throttling. */
export function callerOf(headers: Headers): Caller {
  return { address: addressOf(headers), userAgent: headers.get('user-agent') ?? '' }
}

/**
 * The caller's address. `x-touchstone-peer` is written by our own server (server/cli/serve.mjs) from the socket. Only when
 * that peer is on this machine or a private network, so a proxy of ours, is the last entry of X-Forwarded-For believed:
 * the one the proxy added itself. Anything before it was written by the caller.
 */
function addressOf(headers: Headers): string {
  const peer = plain(headers.get('x-touchstone-peer') ?? '')
  const forwarded = plain(headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
  if (peer !== '' && !isPrivate(peer)) return network(peer)
  return network(isIPv4(forwarded) || isIPv6(forwarded) ? forwarded : peer) || 'unknown'
}

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** One IPv6 customer has a whole /64 to choose addresses from, so it counts as one. */
function network(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? []
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const all = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
  const shown = all.slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16)).join(':')
  return shown === '0:0:0:0' ? '::1' : `${shown}::/64`
}

function isPrivate(address: string): boolean {
  if (isIPv4(address)) return /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)
  return address === '::1' || /^f[cd]|^fe80:/i.test(address)
}
