import { randomUUID } from 'node:crypto'
import { targets } from '@/db/schema'
import { requireCapability, writing, type OrgCtx } from '../../context'
import { isRate, targetParts, targetSubject } from '../../domain/targets/target'
import { localDayOf } from '../../domain/time/local-day'
import { invalid, notFound } from '../../errors'
import { describeReport } from '../../reports/answer'
import { reportNamed } from '../../reports/registry'
import { targetInput, type TargetInput } from '../../schemas/screens'

/**
 * Decides what a figure should reach from a day on (today, unless said); the value null ends its target. What was decided
 * before stays, as the target of its days. Editors; an unknown report is `not_found`, a field that is no figure `invalid`.
 */
export async function setTarget(ctx: OrgCtx, input: TargetInput): Promise<{ id: string }> {
  requireCapability(ctx, 'edit')
  const asked = targetInput.parse(input)
  if (!reportNamed(asked.report)) throw notFound(`report “${asked.report}”`)
  const figure = describeReport(asked.report).figures[asked.field]
  if (!figure) throw invalid(`field: “${asked.field}” is not a figure of this report`, [{ field: 'field', reason: 'is not a figure of this report' }])
  const subject = targetSubject(asked.field, asked.parameters, asked.cell, isRate(figure.unit))
  const { parameters, cell } = targetParts(asked.parameters, asked.cell)
  const validFrom = asked.valid_from ?? localDayOf(ctx.now.getTime(), ctx.org.timezone)
  return writing(ctx, async (tx, w) => {
    const id = randomUUID()
    const { report, field, value, direction } = asked
    const owner = asked.owner.trim() || ctx.actor.label
    await tx.insert(targets).values({ organisationId: ctx.org.id, id, report, field, parameters, cell, subject, value, direction, validFrom, owner, setBy: ctx.actor.label })
    await w.audit({ action: value === null ? 'target.ended' : 'target.set', subject: 'target', subjectId: id, detail: { name: `${report} ${field}`, value, direction, validFrom, owner, ...parameters, ...cell } })
    w.publish('targets')
    return { id }
  })
}
