import { z } from 'zod'
import { JOURNEY_TEMPLATES } from '../domain/journeys/templates'
import { listChannelRules, listTouchpointDetails } from '../queries/journeys/channel-rules'
import { journeyAround, journeyFileOf, journeyOf, journeySince } from '../queries/journeys/journey'
import { listJourneys, listPersonas } from '../queries/journeys/journeys'
import { compareVersions, journeyHistory } from '../queries/journeys/versions'
import { channelRuleInput, compareInput, createJourneyInput, journeyRef, keepVersionInput, personaInput, syncInput, touchpointDetailsInput, updateJourneyInput, versionInput } from '../schemas/journeys'
import { endChannelRule, resumeChannelRule, saveChannelRule } from '../services/journeys/channel-rules'
import { createJourney } from '../services/journeys/create-journey'
import { keepVersion } from '../services/journeys/keep-version'
import { removePersona } from '../services/journeys/remove-persona'
import { restoreVersion } from '../services/journeys/restore-version'
import { savePersona } from '../services/journeys/save-persona'
import { saveTouchpointDetails } from '../services/journeys/save-touchpoint-details'
import { syncJourney } from '../services/journeys/sync-journey'
import { updateJourney } from '../services/journeys/update-journey'
import { orgProcedure, router } from './trpc'

const one = z.strictObject({ journey: journeyRef })

export const journeysRouter = router({
  list: orgProcedure.query(({ ctx }) => listJourneys(ctx)),
  templates: orgProcedure.query(() => JOURNEY_TEMPLATES.map(({ slug, name, level, about, phases }) => ({ slug, name, level, about, steps: phases.reduce((n, [, , steps]) => n + steps.length, 0) }))),
  one: orgProcedure.input(one).query(({ ctx, input }) => journeyOf(ctx, input.journey)),
  around: orgProcedure.input(one).query(({ ctx, input }) => journeyAround(ctx, input.journey)),
  since: orgProcedure.input(one).query(({ ctx, input }) => journeySince(ctx, input.journey)),
  file: orgProcedure.input(one).query(({ ctx, input }) => journeyFileOf(ctx, input.journey)),
  history: orgProcedure.input(one).query(({ ctx, input }) => journeyHistory(ctx, input.journey)),
  compare: orgProcedure.input(compareInput).query(({ ctx, input }) => compareVersions(ctx, input)),
  personas: orgProcedure.query(({ ctx }) => listPersonas(ctx)),
  create: orgProcedure.input(createJourneyInput).mutation(({ ctx, input }) => createJourney(ctx, input)),
  sync: orgProcedure.input(syncInput).mutation(({ ctx, input }) => syncJourney(ctx, input)),
  update: orgProcedure.input(updateJourneyInput).mutation(({ ctx, input }) => updateJourney(ctx, input)),
  keepVersion: orgProcedure.input(keepVersionInput).mutation(({ ctx, input }) => keepVersion(ctx, input)),
  restoreVersion: orgProcedure.input(versionInput).mutation(({ ctx, input }) => restoreVersion(ctx, input)),
  rules: orgProcedure.query(({ ctx }) => listChannelRules(ctx)),
  saveRule: orgProcedure.input(channelRuleInput).mutation(({ ctx, input }) => saveChannelRule(ctx, input)),
  endRule: orgProcedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => endChannelRule(ctx, input)),
  resumeRule: orgProcedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => resumeChannelRule(ctx, input)),
  details: orgProcedure.query(({ ctx }) => listTouchpointDetails(ctx)),
  saveDetails: orgProcedure.input(touchpointDetailsInput).mutation(({ ctx, input }) => saveTouchpointDetails(ctx, input)),
  removePersona: orgProcedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => removePersona(ctx, input)),
  savePersona: orgProcedure.input(personaInput).mutation(({ ctx, input }) => savePersona(ctx, input)),
})
