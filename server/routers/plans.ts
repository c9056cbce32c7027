import { z } from 'zod'
import { shareCtx } from '../access'
import { now } from '../clock'
import { twoMeans } from '../domain/plans/two-means'
import { twoProportions } from '../domain/plans/two-proportions'
import { meetingFigures, meetingView } from '../queries/plans/meeting'
import { planOf } from '../queries/plans/plan'
import { plansAtAGlance } from '../queries/plans/glance'
import { linkable, listGroups, listMeasures, listOpportunities, planMarkers, sharedPlan } from '../queries/plans/plans'
import { trailOf } from '../queries/plans/trail'
import { comparisonsFor } from '../reports/plans/comparisons'
import { suggestionsFor } from '../reports/plans/suggestions'
import { actionChangeInput, actionInput, actionRemoveInput, answerInput, assumptionInput, comparisonsInput, createPlanInput, decisionDoneInput, decisionInput, deleteDraftInput, measureInput, meetingInput, moveOpportunityInput, noteInput, noteKindInput, noteRemoveInput, opportunityInput, planInput, proposeMeasureInput, renamePlanInput, reviewInput, shareInput, splitTestInput, takeSuggestionInput } from '../schemas/plans'
import { answerQuestion } from '../services/plans/answer-question'
import { createPlan } from '../services/plans/create-plan'
import { deleteDraft } from '../services/plans/delete-draft'
import { closeMeeting, decide, settleDecision, startMeeting } from '../services/plans/meeting'
import { moveOpportunity, saveOpportunity, takeSuggestion } from '../services/plans/opportunities'
import { proposeMeasure } from '../services/plans/propose-measure'
import { removeAction } from '../services/plans/remove-action'
import { reviewPlan } from '../services/plans/review-plan'
import { changeAction, saveAction } from '../services/plans/save-action'
import { saveAssumption } from '../services/plans/save-assumption'
import { setMeasure } from '../services/plans/set-measure'
import { revokeShare, sharePlan } from '../services/plans/share-plan'
import { startPlan } from '../services/plans/start-plan'
import { stopPlan } from '../services/plans/stop-plan'
import { updatePlan } from '../services/plans/update-plan'
import { addNote, removeNote, turnNote } from '../services/plans/workshop'
import { presentAnswer } from './shared-answers'
import { orgProcedure, publicProcedure, router } from './trpc'

export const plansRouter = router({
  one: orgProcedure.input(planInput).query(({ ctx, input }) => planOf(ctx, input.plan)),
  trail: orgProcedure.input(planInput).query(({ ctx, input }) => trailOf(ctx, input)),
  markers: orgProcedure.query(({ ctx }) => planMarkers(ctx)),
  groups: orgProcedure.query(({ ctx }) => listGroups(ctx)),
  measures: orgProcedure.query(() => listMeasures()),
  create: orgProcedure.input(createPlanInput).mutation(({ ctx, input }) => createPlan(ctx, input)),
  update: orgProcedure.input(renamePlanInput).mutation(({ ctx, input }) => updatePlan(ctx, input)),
  answer: orgProcedure.input(answerInput).mutation(({ ctx, input }) => answerQuestion(ctx, input)),
  comparisons: orgProcedure.input(comparisonsInput).query(({ ctx, input }) => comparisonsFor(ctx, input)),
  proposeMeasure: orgProcedure.input(proposeMeasureInput).mutation(({ ctx, input }) => proposeMeasure(ctx, input)),
  setMeasure: orgProcedure.input(measureInput).mutation(({ ctx, input }) => setMeasure(ctx, input)),
  start: orgProcedure.input(planInput).mutation(({ ctx, input }) => startPlan(ctx, input)),
  review: orgProcedure.input(reviewInput).mutation(({ ctx, input }) => reviewPlan(ctx, input)),
  deleteDraft: orgProcedure.input(deleteDraftInput).mutation(({ ctx, input }) => deleteDraft(ctx, input)),
  stop: orgProcedure.input(planInput).mutation(({ ctx, input }) => stopPlan(ctx, input)),
  saveAction: orgProcedure.input(actionInput).mutation(({ ctx, input }) => saveAction(ctx, input)),
  changeAction: orgProcedure.input(actionChangeInput).mutation(({ ctx, input }) => changeAction(ctx, input)),
  removeAction: orgProcedure.input(actionRemoveInput).mutation(({ ctx, input }) => removeAction(ctx, input)),
  splitTest: orgProcedure.input(splitTestInput).query(({ input: { control, treated } }) => ('k' in control && 'k' in treated ? { kind: 'shares' as const, ...twoProportions(control, treated) } : 'mean' in control && 'mean' in treated ? { kind: 'means' as const, ...twoMeans(control, treated) } : null)),
  // The news are those of the overview, asked for once for all who look.
  suggestions: orgProcedure.query(async ({ ctx }) => {
    const { rows: news, incomplete } = await presentAnswer(ctx, ctx.instance.live, 'findings', {})
    return { suggested: await suggestionsFor(ctx, { news }), incomplete }
  }),
  opportunities: orgProcedure.query(({ ctx }) => listOpportunities(ctx)),
  takeSuggestion: orgProcedure.input(takeSuggestionInput).mutation(({ ctx, input }) => takeSuggestion(ctx, input)),
  moveOpportunity: orgProcedure.input(moveOpportunityInput).mutation(({ ctx, input }) => moveOpportunity(ctx, input)),
  linkable: orgProcedure.query(({ ctx }) => linkable(ctx)),
  atAGlance: orgProcedure.query(({ ctx }) => plansAtAGlance(ctx)),
  saveOpportunity: orgProcedure.input(opportunityInput).mutation(({ ctx, input }) => saveOpportunity(ctx, input)),
  saveAssumption: orgProcedure.input(assumptionInput).mutation(({ ctx, input }) => saveAssumption(ctx, input)),
  meeting: orgProcedure.query(({ ctx }) => meetingView(ctx)),
  meetingFigures: orgProcedure.query(({ ctx }) => meetingFigures(ctx)),
  startMeeting: orgProcedure.mutation(({ ctx }) => startMeeting(ctx)),
  decide: orgProcedure.input(decisionInput).mutation(({ ctx, input }) => decide(ctx, input)),
  settleDecision: orgProcedure.input(decisionDoneInput).mutation(({ ctx, input }) => settleDecision(ctx, input)),
  closeMeeting: orgProcedure.input(meetingInput).mutation(({ ctx, input }) => closeMeeting(ctx, input)),
  addNote: orgProcedure.input(noteInput).mutation(({ ctx, input }) => addNote(ctx, input)),
  turnNote: orgProcedure.input(noteKindInput).mutation(({ ctx, input }) => turnNote(ctx, input)),
  removeNote: orgProcedure.input(noteRemoveInput).mutation(({ ctx, input }) => removeNote(ctx, input)),
  share: orgProcedure.input(planInput).mutation(({ ctx, input }) => sharePlan(ctx, input)),
  revokeShare: orgProcedure.input(shareInput).mutation(({ ctx, input }) => revokeShare(ctx, input)),
  /** For whoever has a plan's link, signed in or not. */
  shared: publicProcedure.input(z.strictObject({ token: z.string().min(20).max(100) })).query(async ({ ctx, input }) => sharedPlan(await shareCtx(ctx.instance.db, input.token, now()))),
})
