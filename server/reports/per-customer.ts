import type { Interval } from '@/db/vocabulary'
import { activeByPart, activeCustomers, clip, knownVolumes, type Clipped } from './active-customers'
import type { Asked } from './report'
import { partsOf, type Volume } from './volumes'
import { periodsOf } from './window'

/** Average length of a month in days: turns a window of days into months. */
export const DAYS_PER_MONTH = 365.25 / 12

export type PerCustomer = { period: string; key: string; label: string; partial: boolean; volume: Volume | undefined; active: number | null; months: number; clipped: Clipped }

/**
 * Volumes beside active customers for every period and part. Split by channel or touchpoint, every part is set against
 * all active customers; split by segment or an attribute of customers, against its own.
 */
export async function perCustomer(asked: Pick<Asked<unknown>, 'ctx' | 'tx' | 'window' | 'split' | 'note'>, interval: Interval): Promise<PerCustomer[]> {
  const periods = periodsOf(asked.window, interval)
  const clipped = clip(periods, asked.window)
  const whole = await knownVolumes(asked, interval, { split: false, customers: false })
  const parts = asked.split.by.kind === 'none' ? [] : await knownVolumes(asked, interval, { split: true, customers: false })
  const activeWhole = await activeCustomers(asked, clipped, false)
  const activeParts = await activeByPart(asked, clipped)
  const found = new Map([...whole, ...parts].map((v) => [`${v.period} ${v.key}`, v]))
  return partsOf(asked.split.by, parts).flatMap(({ key, label }) => periods.flatMap(({ period, partial }, index) => {
    const slice = clipped[index]
    if (!slice) return []
    const volume = found.get(`${period} ${key}`)
    const active = (key === 'total' || !activeParts ? activeWhole.get(`${period} total`) : activeParts.get(`${period} ${key}`)) ?? 0
    // Neither records nor customers, or a period that has begun without a record yet: a gap, not a zero.
    if (!found.has(`${period} total`) && (active === 0 || (asked.window.newest !== null && period > asked.window.newest))) return []
    // A whole month is one month, however many days it has.
    const months = interval === 'month' && !cut(slice, period, asked.window) ? 1 : slice.days / DAYS_PER_MONTH
    return [{ period, key, label, partial, volume, active: active > 0 ? active : null, months, clipped: slice }]
  }))
}

const cut = (slice: Clipped, period: string, window: { from: string; to: string }) => period < window.from || slice.end === window.to && slice.end.slice(8) !== '01'
