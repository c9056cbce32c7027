import { existsSync, readFileSync } from 'node:fs'
import { histories, type Histories } from './histories'

/** CDNOW's sample of 2,357 customers (../shared/data), whole weeks as Fader & Hardie count them. */
const file = new URL('../../../../shared/data/cdnow_sample.txt', import.meta.url)
export const cdnowIsThere = existsSync(file)
export const CDNOW_END = Date.UTC(1997, 8, 30)
const WEEK = 7 * 86_400_000

export type CdnowCustomer = { id: number; x: number; t: number; T: number; /** Mean spend per repeat day; 0 without one. */ mean: number; /** Purchase days in the 39 weeks after. */ later: number }

export function cdnow(): CdnowCustomer[] {
  const days = new Map<number, Map<number, number>>()
  for (const line of readFileSync(file, 'utf8').trim().split(/\r?\n/)) {
    const [, id, day = '', , amount] = line.trim().split(/\s+/)
    const own = days.get(Number(id)) ?? new Map<number, number>()
    const at = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)))
    own.set(at, (own.get(at) ?? 0) + Number(amount))
    days.set(Number(id), own)
  }
  return [...days].map(([id, own]) => {
    const all = [...own].toSorted(([a], [b]) => a - b)
    const [first = [0, 0], ...repeats] = all.filter(([at]) => at <= CDNOW_END)
    const last = repeats.at(-1)?.[0] ?? first[0]
    return {
      id, x: repeats.length, t: (last - first[0]) / WEEK, T: (CDNOW_END - first[0]) / WEEK,
      mean: repeats.length === 0 ? 0 : repeats.reduce((sum, [, amount]) => sum + amount, 0) / repeats.length, later: all.length - repeats.length - 1,
    }
  })
}

export const historiesOfCdnow = (customers: readonly CdnowCustomer[]): Histories => histories(customers.map(({ x, t, T }) => ({ x, t, T, n: 1 })))
