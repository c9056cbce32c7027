/** What a sender's system would send: a bank's feed in the order of its days, 5,000 customers on eight channels. */
export const CUSTOMERS = 5000
const CHANNELS = ['web', 'mobile_app', 'email', 'sms', 'chat', 'phone', 'in_person', 'ivr']
const START = Date.UTC(2025, 0, 1)

export type Sent = { id: string; customer: string; occurred_at: string; channel: string; touchpoint: string; direction: string; duration_s: number; cost: number; result: string; team: string }

/** Record number `n`; the same number is the same record. Half a minute lies between two of them. */
export function sent(n: number): Sent {
  const chance = (of: number, salt: number) => scatter(n * 8 + salt) % of
  // A touchpoint lives on one or two channels, and is always a contact, a look-up or a message.
  const touchpoint = chance(20, 2)
  return {
    id: `evt-${n}`, customer: `cust-${chance(CUSTOMERS, 0)}`, occurred_at: new Date(START + n * 30_000).toISOString(), channel: CHANNELS[(touchpoint * 3 + chance(2, 1)) % CHANNELS.length] ?? 'web',
    touchpoint: `Touchpoint ${touchpoint}`, direction: ['contact', 'lookup', 'lookup', 'message'][touchpoint % 4] ?? 'contact', duration_s: 10 + chance(600, 4), cost: 1.25,
    result: chance(10, 5) === 0 ? 'failed' : 'met', team: `team ${chance(6, 6)}`,
  }
}

/** The finaliser of MurmurHash3 (Appleby): numbers in a row become numbers without one. */
function scatter(n: number): number {
  let h = n | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
