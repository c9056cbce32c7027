/** IPv4 that is not on the public internet (IANA special-purpose registry), and clouds' own helpers. */
const PRIVATE_4: readonly [string, number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.31.196.0', 24], ['192.52.193.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  // Azure's address for its own machines.
  ['168.63.129.16', 32],
]
/** Inside 2000::/3, but leading elsewhere: protocol assignments with Teredo, documentation, 6to4 (carries any IPv4). */
const PRIVATE_6: readonly [string, number][] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['2620:4f:8000::', 48]]

/** Four numbers with dots as one number; null for anything else, leading zeros included (some read them as octal). */
function ipv4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (!parts || parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return null
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** Any spelling of an IPv6 address as its 128 bits, by way of the URL standard's; null for anything else, zones included. */
function ipv6(text: string): bigint | null {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return null
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), tail === undefined ? [] : groups(tail)]
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
  return all.reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n)
}

const in4 = (address: number, [net, bits]: readonly [string, number]): boolean => Math.floor(address / 2 ** (32 - bits)) === Math.floor((ipv4(net) ?? 0) / 2 ** (32 - bits))
const in6 = (address: bigint, [net, bits]: readonly [string, number]): boolean => address >> BigInt(128 - bits) === (ipv6(net) ?? 0n) >> BigInt(128 - bits)

/**
 * Whether an address as a resolver writes it is on the public internet. Everything else is refused: private, loopback,
 * link-local (cloud metadata), unique local, multicast, and IPv6 that carries IPv4 (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const four = ipv4(address)
  if (four !== null) return !PRIVATE_4.some((net) => in4(four, net))
  const six = ipv6(address)
  return six !== null && in6(six, ['2000::', 3]) && !PRIVATE_6.some((net) => in6(six, net))
}

export type WebhookTarget = { ok: true; url: URL; host: string; port: number; /** The host is an address itself. */ literal: boolean; /** Named as allowed although private. */ allowed: boolean } | { ok: false; reason: string }

/**
 * Reads where a webhook goes. The URL parser turns every spelling of an IPv4 address (decimal, octal, hexadecimal, short)
 * into dots, so only one form is judged. `allowed` are `host` or `host:port` that may be private (an on-premises setting).
 * With `only` (`host`, `host:port` or `*.example.org`) every other host is refused.
 * A name's addresses are judged when it is resolved, each time.
 */
export function webhookTarget(text: string, allowed: readonly string[], only: readonly string[] = []): WebhookTarget {
  if (text.length > 2000) return { ok: false, reason: 'has more than 2,000 characters' }
  if (!URL.canParse(text)) return { ok: false, reason: 'is not a web address such as https://example.org/hook' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, reason: 'must begin with https:// or http://' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'must not hold a user name or password: what is sent is signed instead' }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const names = (list: readonly string[]) => list.map((name) => name.trim().toLowerCase()).some((name) => name === host || name === `${host}:${port}` || (name.startsWith('*.') && host.endsWith(name.slice(1))))
  const known = names(allowed.filter((name) => !name.includes('*')))
  if (only.length > 0 && !known && !names(only)) return { ok: false, reason: 'is none of the hosts that webhooks may reach here; whoever runs the server names them in WEBHOOK_HOSTS' }
  const literal = ipv4(host) !== null || ipv6(host) !== null
  if (literal && !known && !isPublicAddress(host)) return { ok: false, reason: 'leads into a private network; whoever runs the server can name it in WEBHOOK_PRIVATE_HOSTS' }
  url.hash = ''
  return { ok: true, url, host, port, literal, allowed: known }
}
