import { BlockList, isIP } from 'node:net'

/** IPv4 that is not on the public internet (IANA special-purpose registry), and clouds' own helpers. */
const PRIVATE_4: readonly [string, number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.31.196.0', 24], ['192.52.193.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  // Azure's address for its own machines.
  ['168.63.129.16', 32],
]
/** Inside 2000::/3, but leading elsewhere: protocol assignments with Teredo, documentation, 6to4 (carries any IPv4). */
const PRIVATE_6: readonly [string, number][] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['2620:4f:8000::', 48]]

const private4 = new BlockList()
for (const [net, bits] of PRIVATE_4) private4.addSubnet(net, bits, 'ipv4')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const private6 = new BlockList()
for (const [net, bits] of PRIVATE_6) private6.addSubnet(net, bits, 'ipv6')

/**
 * Whether an address as a resolver writes it is on the public internet. Everything else is refused: private, loopback,
 * link-local (cloud metadata), unique local, multicast, and IPv6 that carries IPv4 (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !private4.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  return global6.check(address, 'ipv6') && !private6.check(address, 'ipv6')
}

export type WebhookTarget = { ok: true; url: URL; host: string; port: number; /** The host is an address itself. */ literal: boolean; /** Named as allowed although private. */ allowed: boolean } | { ok: false; reason: string }

/**
 * Reads where a webhook goes. The URL parser turns every spelling of an IPv4 address (decimal, octal, hexadecimal, short)
 * into dots, so only one form is judged. `allowed` are `host` or `host:port` that may be private (an on-premises setting).
 * A name's addresses are judged when it is resolved, each time.
 */
export function webhookTarget(text: string, allowed: readonly string[]): WebhookTarget {
  if (text.length > 2000) return { ok: false, reason: 'has more than 2,000 characters' }
  if (!URL.canParse(text)) return { ok: false, reason: 'is not a web address such as https://example.org/hook' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, reason: 'must begin with https:// or http://' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'must not hold a user name or password: what is sent is signed instead' }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const known = allowed.map((name) => name.trim().toLowerCase()).some((name) => name === host || name === `${host}:${port}`)
  const literal = isIP(host) !== 0
  if (literal && !known && !isPublicAddress(host)) return { ok: false, reason: 'leads into a private network; whoever runs the server can name it in WEBHOOK_PRIVATE_HOSTS' }
  url.hash = ''
  return { ok: true, url, host, port, literal, allowed: known }
}
