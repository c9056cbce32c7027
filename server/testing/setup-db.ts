import { afterAll, beforeAll } from 'vitest'
import { forgetEnv } from '../env'
import { hashCheaplyInTests } from '../services/people/passwords'

// Files share a process: the modules and the engine's machine code are loaded once.
hashCheaplyInTests()
beforeAll(forgetEnv)
afterAll(forgetEnv)
