import { afterAll, beforeAll, vi } from 'vitest'
import { forgetEnv } from '../env'
import { hashCheaplyInTests } from '../services/people/passwords'

// Files share a process: the modules and the engine's machine code are loaded once. What a file sets, it alone sees.
hashCheaplyInTests()
beforeAll(forgetEnv)
afterAll(() => {
  vi.unstubAllEnvs()
  forgetEnv()
})
