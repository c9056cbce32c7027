/** Unknown keys an address may try within the window before it has to wait. */
const TRIES = 60
const WINDOW_MS = 60_000
/** How long a wrong key is remembered as wrong; short, because it may be created meanwhile. */
const WRONG_MS = 5_000
const MOST = 20_000

/** Counts wrong keys per address, in this process only: each of several processes allows as much again. */
export class KeyThrottle {
  private readonly good = new Set<string>()
  private readonly wrong = new Map<string, number>()
  private readonly tries = new Map<string, { from: number; count: number }>()

  /** Whether the key is known to be wrong, or its address must wait (whole seconds, 0: go on). */
  before(hash: string, address: string, ms: number): { wrong: boolean; waitS: number } {
    if (this.good.has(hash)) return { wrong: false, waitS: 0 }
    const until = this.wrong.get(hash)
    if (until !== undefined && until > ms) return { wrong: true, waitS: 0 }
    const seen = this.tries.get(address)
    if (!seen || seen.count < TRIES || ms - seen.from >= WINDOW_MS) return { wrong: false, waitS: 0 }
    return { wrong: false, waitS: Math.max(1, Math.ceil((seen.from + WINDOW_MS - ms) / 1000)) }
  }

  opened(hash: string): void {
    if (this.good.size >= MOST) this.good.clear()
    this.good.add(hash)
  }

  refused(hash: string, address: string, ms: number): void {
    this.good.delete(hash)
    if (this.wrong.size >= MOST) this.wrong.clear()
    this.wrong.set(hash, ms + WRONG_MS)
    const seen = this.tries.get(address)
    if (seen && ms - seen.from < WINDOW_MS) { seen.count++; return }
    if (this.tries.size >= MOST) this.tries.clear()
    this.tries.set(address, { from: ms, count: 1 })
  }
}
