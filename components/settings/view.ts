import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/routers/app'
import { typedNumber } from '../ui/typed-number'

/** The organisation's settings with what its data offers to choose from. */
export type SettingsView = inferRouterOutputs<AppRouter>['settings']['get']
export type OfSettings = { org: SettingsView }

/** A figure typed into a field, or null when it is none. */
export function numberOf(text: string): number | null {
  const n = typedNumber(text)
  return text.trim() === '' || !Number.isFinite(n) ? null : n
}

/** 0.3 as "30" and back, without the noise of binary fractions. */
export const percentOf = (fraction: number) => String(Number((fraction * 100).toFixed(4)))
export const fractionOf = (percent: number) => Number((percent / 100).toFixed(6))
