import { expect, test } from 'vitest'
import { strengthAsked, strongEnough } from './oidc-strength'

const now = new Date('2026-03-15T10:00:00Z')
const at = now.getTime() / 1000

test('nothing is asked for, nothing is needed', () => {
  expect(strengthAsked({})).toEqual({})
  expect(strongEnough({}, {}, now)).toBe(true)
})

test('one of the classes, all of the methods, and lately enough; what is not said does not count', () => {
  const env = { OIDC_ACR: 'gold silver', OIDC_AMR: 'pwd,mfa', OIDC_MAX_AGE: 600 }
  expect(strengthAsked(env)).toEqual({ acr_values: 'gold silver', max_age: '600' })
  const good = { acr: 'silver', amr: ['mfa', 'otp', 'pwd'], auth_time: at - 500 }
  expect(strongEnough(good, env, now)).toBe(true)
  for (const weak of [{ acr: 'bronze' }, { acr: undefined }, { acr: 'gold silver' }, { amr: ['pwd'] }, { amr: 'pwd mfa' }, { amr: undefined }, { auth_time: at - 700 }, { auth_time: undefined }, { auth_time: String(at) }, { auth_time: at + 3600 }]) {
    expect(strongEnough({ ...good, ...weak }, env, now), JSON.stringify(weak)).toBe(false)
  }
})
