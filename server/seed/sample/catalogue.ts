import { channels, touchpoints } from '@/db/schema'
import type { ChannelKind, Direction, MomentRule } from '@/db/vocabulary'
import { writing, type OrgCtx } from '../../context'
import { catalogueId } from '../../services/recording/draft'

/** slug, name, kind, whether a human answers, cost per contact in pence, what an interaction is when its record does not say. */
const CHANNELS: readonly [string, string, ChannelKind, boolean, number | null, Direction][] = [
  ['web', 'Online banking', 'web', false, 2, 'lookup'],
  ['mobile_app', 'Mobile app', 'mobile_app', false, 2, 'lookup'],
  ['email', 'Email', 'email', true, 310, 'contact'],
  ['sms', 'SMS', 'sms', false, 4, 'message'],
  ['chat', 'Chat', 'chat', true, 260, 'contact'],
  ['social', 'Social media', 'social', true, 290, 'contact'],
  ['phone', 'Phone', 'phone', true, 480, 'contact'],
  ['ivr', 'Phone menu', 'ivr', false, 35, 'contact'],
  ['virtual_agent', 'Virtual agent', 'virtual_agent', false, 25, 'contact'],
  ['branch', 'Branch', 'in_person', true, 950, 'contact'],
  ['post', 'Post', 'post', true, 600, 'contact'],
  ['billboard', 'Billboards', 'other', false, null, 'message'],
]

const LATER = ['reopened_7_days', 'promise_broken', 'csat_low', 'impression_negative'] as const

type Moment = { slug: string; name: string; rule: MomentRule; critical: boolean; stakes: string; targetMinutes: number | null }
export const MOMENTS = [
  { slug: 'resolve_a_question', name: 'Resolve a service or technical question', rule: 'all', critical: true, stakes: 'Asked again or left waiting, customers look elsewhere.', targetMinutes: 60 },
  { slug: 'pay_a_bill', name: 'Pay a bill', rule: 'failed', critical: false, stakes: 'A payment that fails costs trust and a call.', targetMinutes: 2 },
  { slug: 'change_service', name: 'Change service or device', rule: 'all', critical: true, stakes: 'A change handled badly is a change of bank.', targetMinutes: 1440 },
  { slug: 'billing_question', name: 'Resolve a billing question', rule: 'all', critical: true, stakes: 'A wrong charge nobody mends is remembered for years.', targetMinutes: 1440 },
  { slug: 'dispute_a_charge', name: 'Dispute a charge', rule: 'all', critical: true, stakes: 'Their money is missing until we have decided.', targetMinutes: 4320 },
  { slug: 'make_a_claim', name: 'Make an insurance claim', rule: 'bad_mood', critical: true, stakes: 'A claim is nobody’s best day.', targetMinutes: 10_080 },
] as const satisfies readonly Moment[]

const EFFICIENT: readonly [string, string][] = [
  ['check_balance', 'Check the balance'], ['view_statement', 'View a statement'], ['compare_products', 'Compare products'], ['find_a_branch', 'Find a branch'],
  ['replace_a_card', 'Replace a card'], ['general_question', 'Ask a general question'], ['ask_about_a_message', 'Ask about a message we sent'],
  ['balance_alert', 'Balance alert'], ['fraud_alert', 'Fraud alert'], ['statement_ready', 'Statement is ready'], ['special_offer', 'Special offer'], ['service_notice', 'Service notice'],
  ['see_an_advert', 'See an advert'], ['read_a_friends_post', 'Read a friend’s post'], ['unexpected_gesture', 'Unexpected gesture'],
]

/** The bank's catalogue, as somebody who knows it would have set it up; what is there already stays as it is. */
export async function ensureSampleCatalogue(ctx: OrgCtx): Promise<void> {
  const organisationId = ctx.org.id
  await writing(ctx, async (tx, w) => {
    await tx.insert(channels).values(CHANNELS.map(([slug, name, kind, humanAnswers, costPerContact, defaultDirection]) => (
      { organisationId, id: catalogueId(organisationId, 'channel', slug), slug, name, kind, humanAnswers, costPerContact, defaultDirection, confirmed: true }))).onConflictDoNothing()
    await tx.insert(touchpoints).values([
      ...MOMENTS.map(({ slug, name, rule, critical, stakes, targetMinutes }) => ({
        organisationId, id: catalogueId(organisationId, 'touchpoint', slug), slug, name, class: 'moment_that_matters' as const, critical, stakes, targetMinutes,
        momentRule: { rule }, resultRule: { rules: [...LATER] }, confirmed: true,
      })),
      ...EFFICIENT.map(([slug, name]) => ({ organisationId, id: catalogueId(organisationId, 'touchpoint', slug), slug, name, confirmed: true })),
    ]).onConflictDoNothing()
    w.publish('catalogue')
  })
}
