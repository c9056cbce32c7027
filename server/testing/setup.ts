import { format } from 'node:util'
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'

// A warning nobody reads is a bug nobody sees: what a test prints to console.error or console.warn fails it.
// Recorded, not thrown at once, because the code under test may catch what its logger throws.
// A test that expects such a line replaces the method itself with vi.spyOn(console, …).
const printed: string[] = []
const original = { error: console.error, warn: console.warn }

beforeEach(() => {
  printed.length = 0
  for (const level of ['error', 'warn'] as const)
    console[level] = (...values: unknown[]) => {
      printed.push(`console.${level}: ${format(...values)}`)
    }
})

afterEach(() => {
  Object.assign(console, original)
  expect(printed.splice(0), 'printed during the test').toEqual([])
})

// Files share a process: what one sets, it alone sees.
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})
