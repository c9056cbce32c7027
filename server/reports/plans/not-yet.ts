import type { Tx } from '@/db/client'
import type { OrgCtx } from '../../context'
import { settingsCaveat } from '../../domain/plans/settings-then'
import { SORTING_IN_SHORT, waitingInShort } from '../../domain/settling'
import { waitingIn } from '../../queries/waiting'
import { beingSorted } from '../being-sorted'
import { askedWithin, figureNamed, type FigureOf } from '../measured'
import { settingsChangedIn } from './impact'
import type { PlanRow } from './plan-row'
import { silentFor } from './silent-feeds'

/** `passing`: over by itself within minutes; otherwise somebody has to see to it. */
export type NotYet = { reason: string; passing: boolean; /** Who knows it may have it judged all the same. */ byHand?: true }

/**
 * Why a plan is not to be judged although its day has come: what the record says is read by other settings than the baseline
 * was, is still being counted in (half of it would be judged for good), or lacks what a silent feed should have sent. null where it may be, as of groups counted elsewhere.
 */
export async function notYet(ctx: OrgCtx, tx: Tx, plan: PlanRow): Promise<NotYet | null> {
  if (!plan.measure) return null
  const [changed] = settingsCaveat(settingsChangedIn(ctx, plan))
  if (changed) return { reason: changed, passing: false }
  const passing = (said: string): NotYet => ({ reason: `${said}: the verdict waits until that is done, in a few minutes.`, passing: true })
  const waiting = waitingInShort(await waitingIn(tx, ctx))
  if (waiting) return passing(waiting)
  const figures = [plan.measure, plan.design === 'before_after' ? null : plan.comparison].filter((of) => of !== null)
  for (const of of figures) if (await isBeingSorted(ctx, tx, of)) return passing(SORTING_IN_SHORT)
  const missing = await silentFor(ctx, tx, plan)
  return missing.length > 0 ? { reason: `${missing.join(' ')} By itself the verdict waits until it has come; on its page it can be given all the same.`, passing: false, byHand: true } : null
}

async function isBeingSorted(ctx: OrgCtx, tx: Tx, of: FigureOf): Promise<boolean> {
  const { report } = figureNamed(of)
  return (await beingSorted(await askedWithin(ctx, tx, report, of.parameters), report)) !== null
}
