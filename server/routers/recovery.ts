import { budgetsOf, templatesOf } from '../queries/recovery-budget'
import { goodwillGiven, recoveryCases } from '../queries/recovery-cases'
import { unhappyNow } from '../queries/recovery'
import { actInput, budgetInput, caseInput, casesInput, noteSentInput, outcomeInput, removeTemplateInput, takeCaseInput, templateInput, unhappyInput } from '../schemas/recovery'
import { act, recordOutcome } from '../services/recovery/act'
import { noteSent } from '../services/recovery/note-sent'
import { releaseCase } from '../services/recovery/release-case'
import { setBudget } from '../services/recovery/set-budget'
import { takeCase } from '../services/recovery/take-case'
import { removeTemplate, saveTemplate } from '../services/recovery/templates'
import { orgProcedure, router } from './trpc'

export const recoveryRouter = router({
  unhappy: orgProcedure.input(unhappyInput).query(({ ctx, input }) => unhappyNow(ctx, input)),
  cases: orgProcedure.input(casesInput).query(({ ctx, input }) => recoveryCases(ctx, input)),
  given: orgProcedure.query(({ ctx }) => goodwillGiven(ctx)),
  budgets: orgProcedure.query(({ ctx }) => budgetsOf(ctx)),
  templates: orgProcedure.query(({ ctx }) => templatesOf(ctx)),
  take: orgProcedure.input(takeCaseInput).mutation(({ ctx, input }) => takeCase(ctx, input)),
  release: orgProcedure.input(caseInput).mutation(({ ctx, input }) => releaseCase(ctx, input)),
  act: orgProcedure.input(actInput).mutation(({ ctx, input }) => act(ctx, input)),
  outcome: orgProcedure.input(outcomeInput).mutation(({ ctx, input }) => recordOutcome(ctx, input)),
  noteSent: orgProcedure.input(noteSentInput).mutation(({ ctx, input }) => noteSent(ctx, input)),
  setBudget: orgProcedure.input(budgetInput).mutation(({ ctx, input }) => setBudget(ctx, input)),
  saveTemplate: orgProcedure.input(templateInput).mutation(({ ctx, input }) => saveTemplate(ctx, input)),
  removeTemplate: orgProcedure.input(removeTemplateInput).mutation(({ ctx, input }) => removeTemplate(ctx, input)),
})
