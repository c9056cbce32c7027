/** Waits before the second and later attempts, in seconds, as Standard Webhooks proposes: about three days in all. */
const BACK_OFF_S = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
export const DELIVERY_ATTEMPTS = BACK_OFF_S.length + 1

/** Milliseconds until a message is sent again after so many failed attempts; null: given up. */
export function deliveryWait(attempts: number): number | null {
  const seconds = BACK_OFF_S[attempts - 1]
  return seconds === undefined ? null : seconds * 1000
}

/** What an answer's status means for a message. A redirect is never followed, and never right. */
export function verdictOf(status: number): { taken: boolean; said: string } {
  if (status >= 200 && status < 300) return { taken: true, said: `answered ${status}` }
  if (status >= 300 && status < 400) return { taken: false, said: `answered ${status}: a redirect, which is not followed` }
  return { taken: false, said: `answered ${status}` }
}

export type Attempt = { at: string; status: number | null; said: string; ms: number }
/** The last ten attempts are kept. */
export const logged = (log: readonly Attempt[], attempt: Attempt): Attempt[] => [...log, attempt].slice(-10)
