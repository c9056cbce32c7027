import { eq } from 'drizzle-orm'
import { journeys } from '@/db/schema'
import { reading, type OrgCtx } from '../../context'
import type { MapContent } from '../../domain/journeys/content'
import { contentOfTemplate, journeyTemplate } from '../../domain/journeys/templates'
import { VALUE_TIERS_SLUG } from '../../domain/segments/definition'
import { segmentationBySlug } from '../../reports/split'
import { saveChannelRule } from '../../services/journeys/channel-rules'
import { createJourney } from '../../services/journeys/create-journey'
import { keepVersion } from '../../services/journeys/keep-version'
import { savePersona } from '../../services/journeys/save-persona'
import { saveTouchpointDetails } from '../../services/journeys/save-touchpoint-details'
import { updateJourney } from '../../services/journeys/update-journey'

/** A template with its steps bound to the bank's touchpoints; what the record has shown since is marked as observed. */
function bound(template: string, touchpoints: Record<string, string>, children: Record<string, string> = {}): MapContent {
  const found = journeyTemplate(template)
  if (!found) throw new Error(`no template ${template}`)
  const map = contentOfTemplate(found)
  const steps = map.steps.map((step) => ({ ...step, touchpoint: touchpoints[step.name] ?? null, child: children[step.name] ?? null }))
  const met = new Set(steps.filter(({ touchpoint }) => touchpoint !== null).map(({ id }) => id))
  return { ...map, steps, cells: map.cells.map((cell) => (cell.lane === 'pain_points' && met.has(cell.step) ? { ...cell, evidence: 'observed' as const } : cell.lane === 'emotional_needs' ? { ...cell, evidence: 'reported' as const } : cell)) }
}

/** A workshop's work: three maps within each other, whom they are for, what its moments ask, and one channel rule. What is drawn already stays. */
export async function ensureSampleJourneys(ctx: OrgCtx): Promise<void> {
  const drawn = await reading(ctx, (tx) => tx.select({ id: journeys.id }).from(journeys).where(eq(journeys.organisationId, ctx.org.id)).limit(1))
  if (drawn.length > 0) return
  const tiers = await reading(ctx, (tx) => segmentationBySlug(tx, ctx, VALUE_TIERS_SLUG))
  const refs = tiers.segments.map(({ slug }) => `${tiers.slug}:${slug}`)
  const [best, ...others] = refs
  const longStanding = await savePersona(ctx, { name: 'Long with us, much with us', description: 'House, salary and savings are here. Expects that we know them, and never had to ask twice until this spring.', segments: best ? [best] : [] })
  const everyday = await savePersona(ctx, { name: 'Everyday account', description: 'Is paid and pays. Looks at the balance on the way to work, and calls only when something is wrong.', segments: others })
  const charge = await createJourney(ctx, { name: 'A charge that seems wrong', level: 'task', map: bound('billing_question', {
    'See a charge that seems wrong': 'statement_ready', 'Try to find out alone': 'view_statement', Ask: 'billing_question', 'Be promised an answer': 'dispute_a_charge', 'Be told that it is done': 'service_notice',
  }) })
  const complaint = await createJourney(ctx, { name: 'Complaint', level: 'journey', map: bound('complaint', { Complain: 'billing_question', 'Tell it again': 'general_question', 'Get a decision': 'dispute_a_charge', 'Hear what changed because of it': 'service_notice' }, { Complain: charge.id }) })
  const relationship = await createJourney(ctx, { name: 'Relationship of a bank customer', level: 'relationship', map: bound('bank_relationship', {
    'First card abroad': 'replace_a_card', 'Look at the balance': 'check_balance', 'Pay bills': 'pay_a_bill', 'A fraud alert': 'fraud_alert', 'Hard times': 'billing_question',
  }, { 'Hard times': complaint.id }) })
  await updateJourney(ctx, { journey: complaint.slug, parent: relationship.slug, personas: [longStanding.id, everyday.id] })
  await updateJourney(ctx, { journey: charge.slug, parent: complaint.slug, personas: [longStanding.id] })
  await keepVersion(ctx, { journey: charge.slug, name: 'As the workshop left it' })
  await saveTouchpointDetails(ctx, { touchpoint: 'billing_question', personal: 'Which charge they mean, and that they asked before', unexpected: 'A call back before they have to ask', investment: 'One person who owns it to the end', failure_cost: 240, target_action_hours: 24 })
  await saveTouchpointDetails(ctx, { touchpoint: 'dispute_a_charge', personal: 'What their account must pay this week', unexpected: 'The money back while we look into it', failure_cost: 900, target_action_hours: 24 })
  await saveTouchpointDetails(ctx, { touchpoint: 'check_balance', target_failed: 0.005 })
  await saveChannelRule(ctx, { touchpoint: 'dispute_a_charge', segment: best ?? null, required: ['phone', 'branch'], forbidden: ['sms'], note: 'Missing money is talked about, not texted about.' })
}
