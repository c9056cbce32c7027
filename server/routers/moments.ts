import { listTouchpoints } from '../queries/catalogue'
import { listMomentCandidates } from '../queries/moment-candidates'
import { momentRegister } from '../queries/moment-register'
import { MOMENT_TEMPLATES, proposeTouchpoints } from '../domain/catalogue/templates'
import { applyTemplateInput } from '../schemas/catalogue'
import { momentRegisterInput } from '../schemas/moments'
import { applyTemplate } from '../services/catalogue/apply-template'
import { orgProcedure, router } from './trpc'

export const momentsRouter = router({
  candidates: orgProcedure.query(({ ctx }) => listMomentCandidates(ctx)),
  register: orgProcedure.input(momentRegisterInput).query(({ ctx, input }) => momentRegister(ctx, input)),
  /** The well-known moments, each with the organisation's own touchpoints that look like it, best first. */
  templates: orgProcedure.query(async ({ ctx }) => {
    const touchpoints = await listTouchpoints(ctx)
    const nameOf = new Map(touchpoints.map(({ slug, name }) => [slug, name]))
    return MOMENT_TEMPLATES.map(({ slug, name, why, stakes, critical, ...template }) => ({
      slug, name, why, stakes, critical,
      proposed: proposeTouchpoints({ slug, name, why, stakes, critical, ...template }, [...nameOf.keys()]).map((key) => ({ slug: key, name: nameOf.get(key) ?? key })),
    }))
  }),
  /** Slugs of touchpoints whose rule makes a moment only of what failed: their share of failures says nothing. */
  failuresOnly: orgProcedure.query(async ({ ctx }) => (await listTouchpoints(ctx)).filter((t) => t.class === 'moment_that_matters' && t.rule.rule === 'failed').map(({ slug }) => slug)),
  applyTemplate: orgProcedure.input(applyTemplateInput).mutation(({ ctx, input }) => applyTemplate(ctx, input)),
})
