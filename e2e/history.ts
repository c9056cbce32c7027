/** A small organisation's year and a half, without chance: what the pages under test show is known beforehand. */
const DAY = 86_400_000

type Record_ = Record<string, string | number>

/**
 * Sixty customers over eighteen months up to `end`: each looks something up weekly and calls monthly; every fourth call
 * resolves a billing question, of which every third customer's fail; every second of those leaves.
 */
export function history(end: Date): { customers: Record_[]; interactions: Record_[]; transactions: Record_[] } {
  const customers: Record_[] = []
  const interactions: Record_[] = []
  const transactions: Record_[] = []
  const start = end.getTime() - 540 * DAY
  // The newest whole month always has somebody who left, whatever day it is today.
  const lastMonth = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - 1, 15)
  for (let c = 0; c < 60; c++) {
    const customer = `C-${String(c).padStart(3, '0')}`
    const failed = c % 3 === 0
    const left = failed && c % 2 === 0 ? lastMonth - c * 7 * DAY : undefined
    const last = left ?? end.getTime() - DAY
    customers.push({ id: customer, name: `Customer ${c}`, acquired_at: iso(start), ...(left ? { left_at: iso(left), leave_kind: 'voluntary' } : {}) })
    for (let day = 0, t = start + (c % 7) * DAY; t < last; day++, t += DAY) {
      if (day % 7 === 0) interactions.push({ id: `look-${c}-${day}`, customer, occurred_at: iso(t), channel: 'web', touchpoint: 'See the balance', direction: 'lookup' })
      if (day % 30 === 5) {
        const billing = day % 120 === 5
        interactions.push({ id: `call-${c}-${day}`, customer, occurred_at: iso(t + 3_600_000), channel: 'phone', touchpoint: billing ? 'Resolve a billing question' : 'Ask something', direction: 'contact', duration_s: 300, ...(billing ? { result: failed ? 'failed' : 'met' } : {}) })
        transactions.push({ id: `fee-${c}-${day}`, customer, occurred_at: iso(t), amount: 5 + c, currency: 'GBP' })
      }
    }
  }
  return { customers, interactions, transactions }
}

const iso = (ms: number) => new Date(ms).toISOString()
