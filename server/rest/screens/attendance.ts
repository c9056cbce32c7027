import type { Db } from '@/db/client'
import { displayCtx, systemCtx } from '../../access'
import { now, ticks } from '../../clock'
import { HERE_MS } from '../../domain/screens/attendance'
import { hashSecret } from '../../domain/key-hash'
import { logFailure } from '../../log'
import { keepSeen } from '../../services/screens/keep-seen'

/** What was heard is written down together this often. */
const KEEP_EVERY_MS = 10_000
/** Who has just come is said at once, or nearly: a floor of displays comes together. */
const KEEP_NEW_MS = 500

type Heard = Map<string, Date>

/**
 * Which displays are there, by their own word. A word costs the database nothing: whose a token is, is known from its
 * stream (or asked once, where another process holds that), and all that was heard is written in one statement an organisation.
 */
export class Attendance {
  private readonly owners = new Map<string, { organisationId: string; device: string }>()
  private readonly heardAt = new Map<string, number>()
  private readonly unwritten = new Map<string, Heard>()
  private timer: { due: number; stop: NodeJS.Timeout } | undefined

  constructor(private readonly keepEveryMs = KEEP_EVERY_MS, private readonly keepNewMs = Math.min(KEEP_NEW_MS, keepEveryMs)) {}

  /** Whose token this is; it was checked by the door. */
  know(token: string, organisationId: string, device: string): void {
    this.owners.set(keyOf(token), { organisationId, device })
  }

  /** Revoked or gone: its token is asked about again. */
  forget(device: string): void {
    this.heardAt.delete(device)
    for (const [key, owner] of this.owners) if (owner.device === device) this.owners.delete(key)
  }

  /** A display says that it is there. Unknown tokens and revoked ones are `unauthenticated`. */
  async word(db: Db, token: string): Promise<void> {
    if (!this.owners.has(keyOf(token))) {
      const { ctx, display } = await displayCtx(db, token, now())
      this.know(token, ctx.org.id, display.id)
    }
    const owner = this.owners.get(keyOf(token))
    if (owner) this.here(db, owner.organisationId, owner.device)
  }

  here(db: Db, organisationId: string, device: string): void {
    const before = this.heardAt.get(device)
    this.heardAt.set(device, ticks())
    const heard = this.unwritten.get(organisationId) ?? new Map<string, Date>()
    heard.set(device, now())
    this.unwritten.set(organisationId, heard)
    this.keepIn(db, before === undefined || ticks() - before > HERE_MS ? this.keepNewMs : this.keepEveryMs)
  }

  private keepIn(db: Db, ms: number): void {
    const due = ticks() + ms
    if (this.timer && this.timer.due <= due) return
    if (this.timer) clearTimeout(this.timer.stop)
    this.timer = { due, stop: setTimeout(() => void this.keep(db), ms).unref() }
  }

  private async keep(db: Db): Promise<void> {
    this.timer = undefined
    const all = [...this.unwritten]
    this.unwritten.clear()
    for (const [organisationId, heard] of all) {
      // What could not be written is said again by the next word.
      await systemCtx(db, organisationId, now()).then((ctx) => keepSeen(ctx, heard)).catch((error: unknown) => logFailure('screens', organisationId, error))
    }
  }
}

const keyOf = (token: string): string => hashSecret(token).toString('hex')
