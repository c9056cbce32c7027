import { TouchstoneError } from '../errors'

/** What a piece of work was refused with, by its name in the interface ("not_found"); 'none' where it was not refused, and what it threw where that is no refusal. */
export const fault = (work: Promise<unknown> | (() => Promise<unknown>)): Promise<string> =>
  (typeof work === 'function' ? work() : work).then(() => 'none', (error: unknown) => (error instanceof TouchstoneError ? error.fault : String(error)))
