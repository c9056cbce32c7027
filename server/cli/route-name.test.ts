import { expect, test } from 'vitest'
import { routeName } from './route-name.mjs'

test.each([
  ['/', '/'], ['/_next/static/chunks/a.js', '/_next/static'], ['/api/v1/interactions?source=crm', '/api/v1/interactions'], ['/api/v1/customers/jane%40example.org', '/api/v1/customers/:x'],
  ['/api/v1/reports/churn-rate/rows?customer=5', '/api/v1/reports/:x'], ['/v1/batch', '/v1/batch'], ['/api/trpc/people.resetLink?input=secret', '/api/trpc'], ['/api/auth/callback/credentials', '/api/auth'],
  ['/harbour', '/:org'], ['/harbour/customers/123', '/:org/customers/:x'], ['/harbour/customers/at-risk', '/:org/customers/:x'], ['/reset/AbC123', '/reset/:x'], ['/invitation/token-of-somebody', '/invitation/:x'],
  ['/s/secret', '/s/:x'], ['/api/live', '/api/live'], ['/api/imports/123/rejects', '/api/imports/:x/:x'],
])('%s is %s', (url, name) => {
  expect(routeName(url)).toBe(name)
})
