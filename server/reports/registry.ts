import { assumptionsReport } from './assumptions'
import { atRisk } from './at-risk'
import { askedAgain } from './asked-again'
import { byJourney } from './by-journey'
import { bySegment } from './by-segment'
import { channelsPerIssue } from './channels-per-issue'
import { channelBreadth } from './channel-breadth'
import { channelPreferences } from './channel-preferences'
import { channelGap } from './channel-gap'
import { channelRules } from './channel-rules'
import { churnRate } from './churn-rate'
import { classBalance } from './class-balance'
import { cohortRetention } from './cohort-retention'
import { contactRate } from './contact-rate'
import { customerValue } from './customer-value'
import { containment } from './containment'
import { costToServe } from './cost-to-serve'
import { dataQuality } from './data-quality'
import { findings } from './findings'
import { firstContactResolution } from './first-contact-resolution'
import { followThrough } from './follow-through'
import { freshness } from './freshness-report'
import { growth } from './growth'
import { inducedContacts } from './induced-contacts'
import { interactionsOverTime } from './interactions-over-time'
import { leavingByTenure } from './leaving-by-tenure'
import { journeyDeviations } from './journey-deviations'
import { journeyPaths } from './journey-paths'
import { journeySteps } from './journey-steps'
import { losses } from './losses'
import { interactionsPerCustomer } from './interactions-per-customer'
import { momentEffects } from './moment-effects'
import { mostValuable } from './most-valuable'
import { momentOutcomes } from './moment-outcomes'
import { planImpact } from './plan-impact'
import { planPortfolio } from './plan-portfolio'
import { promisesReport } from './promises'
import { recovery } from './recovery'
import { repeatContacts } from './repeat-contacts'
import { retentionAfterMoment } from './retention-after-moment'
import { retentionCurve } from './retention-curve'
import { riskHits } from './risk-hits'
import { revenueChurn } from './revenue-churn'
import type { Report } from './report'
import { segmentDecline } from './segment-decline'
import { segmentMigration } from './segment-migration'
import { surveyScores } from './survey-scores'
import { timeToAction } from './time-to-action'
import { todayAgainstExpected } from './today-against-expected'
import { unhappyNow } from './unhappy-now'
import { valuePerception } from './value-perception'
import { valueQuadrant } from './value-quadrant'
import { valueAlive } from './value-alive'
import { valueConcentration } from './value-concentration'
import { valueForeseen } from './value-foreseen'
import { valueHoldout } from './value-holdout'
import { valueModel } from './value-model'
import { valueTiers } from './value-tiers'

/** Every report there is. A mapped type keeps each one's parameters and rows for tRPC. */
export const reports = {
  findings,
  freshness,
  losses,
  'today-against-expected': bySegment(todayAgainstExpected),
  'data-quality': dataQuality,
  'interactions-over-time': interactionsOverTime,
  growth: bySegment(growth),
  'interactions-per-customer': interactionsPerCustomer,
  'contact-rate': contactRate,
  'cost-to-serve': costToServe,
  'value-tiers': valueTiers,
  'segment-decline': segmentDecline,
  'segment-migration': segmentMigration,
  'value-model': valueModel,
  'customer-value': customerValue,
  'value-holdout': valueHoldout,
  'value-foreseen': bySegment(valueForeseen),
  'value-alive': valueAlive,
  'value-concentration': valueConcentration,
  'most-valuable': mostValuable,
  'leaving-by-tenure': bySegment(leavingByTenure),
  'moment-outcomes': momentOutcomes,
  'class-balance': bySegment(classBalance),
  'channel-rules': channelRules,
  'channel-gap': bySegment(channelGap),
  'journey-steps': bySegment(journeySteps),
  'journey-paths': bySegment(journeyPaths),
  'journey-deviations': bySegment(journeyDeviations),
  'churn-rate': churnRate,
  'revenue-churn': revenueChurn,
  'retention-curve': retentionCurve,
  'cohort-retention': cohortRetention,
  'follow-through': bySegment(followThrough),
  promises: bySegment(promisesReport),
  'first-contact-resolution': firstContactResolution,
  'repeat-contacts': repeatContacts,
  'asked-again': bySegment(askedAgain),
  'channels-per-issue': bySegment(channelsPerIssue),
  'time-to-action': bySegment(timeToAction),
  containment,
  'induced-contacts': bySegment(inducedContacts),
  'survey-scores': bySegment(surveyScores),
  'moment-effects': bySegment(momentEffects),
  'retention-after-moment': retentionAfterMoment,
  recovery: bySegment(recovery),
  'unhappy-now': bySegment(unhappyNow),
  'at-risk': atRisk,
  'risk-hits': bySegment(riskHits),
  'value-perception': valuePerception,
  'value-quadrant': valueQuadrant,
  'channel-breadth': channelBreadth,
  'channel-preferences': bySegment(channelPreferences),
  'plan-impact': planImpact,
  'plan-portfolio': planPortfolio,
  assumptions: assumptionsReport,
} as const

export type ReportName = keyof typeof reports
export const REPORT_NAMES = Object.keys(reports) as ReportName[]

/** A report by the name in a URL; undefined for an unknown one. */
export function reportNamed(name: string): Report | undefined {
  return Object.hasOwn(reports, name) ? byJourney(reports[name as ReportName]) : undefined
}
