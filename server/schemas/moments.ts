import { z } from 'zod'
import { RESULT_ROWS } from '@/db/vocabulary'
import { filterParameters, windowParameters } from './report-parameters'

/** The register of moments: whose window, narrowed by how they ended. */
export const momentRegisterInput = z.strictObject({
  from: windowParameters.from, to: windowParameters.to, channel: filterParameters.channel, touchpoint: filterParameters.touchpoint, segment: filterParameters.segment,
  result: z.enum(RESULT_ROWS).optional(), offset: z.number().int().min(0).max(100_000).default(0),
})
export type MomentRegisterInput = z.output<typeof momentRegisterInput>
