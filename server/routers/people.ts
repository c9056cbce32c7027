import { z } from 'zod'
import { oidcEnabled } from '../auth/next-auth'
import { now } from '../clock'
import { env } from '../env'
import { memberSessions } from '../queries/member-sessions'
import { invitationByHash, isEmptyInstance, listInvitations, listMembers, myOrganisations, myProfile, mySessions, resetByHash } from '../queries/people'
import {
  acceptAsNewInput, beginSecondFactorInput, changePasswordInput, changeRoleInput, confirmSecondFactorInput, endMemberSessionsInput, inviteInput, organisationInput, profileInput, proofInput, requestResetInput, resetInput, setUpInput, token,
} from '../schemas/people'
import { createOrganisation } from '../services/organisations/create-organisation'
import { createSample } from '../services/organisations/create-sample'
import { setUp } from '../services/organisations/set-up'
import { acceptAsMe, acceptAsNew } from '../services/people/accept-invitation'
import { changePassword } from '../services/people/change-password'
import { changeRole } from '../services/people/change-role'
import { inviteMember, renewInvitation, revokeInvitation } from '../services/people/invitations'
import { hashToken } from '../services/people/links'
import { canMail } from '../services/people/mail'
import { endMemberSessions } from '../services/people/member-sessions'
import { removeMember } from '../services/people/remove-member'
import { makeResetLink, requestReset, resetPassword } from '../services/people/reset-password'
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, renewRecoveryCodes, takeOffSecondFactor } from '../services/people/second-factor'
import { revokeOtherSessions, revokeSession } from '../services/people/sessions'
import { updateProfile } from '../services/people/update-profile'
import { orgProcedure, publicProcedure, router, signedInProcedure, type CallCtx, type SignedIn } from './trpc'

const byId = z.strictObject({ id: z.uuid() })
const byToken = z.strictObject({ token })
/** Whatever stands in an address: what is no token is an unknown link, not a fault. */
const byPath = z.strictObject({ token: z.string().max(500) })

const door = (ctx: CallCtx) => ({ db: ctx.instance.db, now: now() })
const me = (ctx: CallCtx & { session: SignedIn }) => ({ ...door(ctx), ...ctx.session })

export const peopleRouter = router({
  // Anybody: the pages before sign-in.
  entrance: publicProcedure.query(async ({ ctx }) => ({
    empty: await isEmptyInstance(ctx.instance.db), signedIn: ctx.session !== null, mail: canMail(), singleSignOn: oidcEnabled(env()) ? env().OIDC_NAME : null,
  })),
  setUp: publicProcedure.input(setUpInput).mutation(({ ctx, input }) => setUp(door(ctx), input)),
  requestReset: publicProcedure.input(requestResetInput).mutation(({ ctx, input }) => requestReset(door(ctx), input)),
  resetLink: publicProcedure.input(byPath).query(({ ctx, input }) => resetByHash(door(ctx), hashToken(input.token))),
  resetPassword: publicProcedure.input(resetInput).mutation(({ ctx, input }) => resetPassword(door(ctx), input)),
  invitation: publicProcedure.input(byPath).query(({ ctx, input }) => invitationByHash(door(ctx), hashToken(input.token))),
  acceptAsNew: publicProcedure.input(acceptAsNewInput).mutation(({ ctx, input }) => acceptAsNew(door(ctx), input)),

  // Somebody signed in, about themselves.
  acceptAsMe: signedInProcedure.input(byToken).mutation(({ ctx, input }) => acceptAsMe(me(ctx), input.token)),
  profile: signedInProcedure.query(({ ctx }) => myProfile(me(ctx))),
  organisations: signedInProcedure.query(({ ctx }) => myOrganisations(ctx.instance.db, ctx.session.userId)),
  sessions: signedInProcedure.query(({ ctx }) => mySessions(me(ctx))),
  revokeSession: signedInProcedure.input(byId).mutation(({ ctx, input }) => revokeSession(me(ctx), input.id)),
  revokeOtherSessions: signedInProcedure.mutation(({ ctx }) => revokeOtherSessions(me(ctx))),
  changePassword: signedInProcedure.input(changePasswordInput).mutation(({ ctx, input }) => changePassword(me(ctx), input)),
  beginSecondFactor: signedInProcedure.input(beginSecondFactorInput).mutation(({ ctx, input }) => beginSecondFactor(me(ctx), input)),
  confirmSecondFactor: signedInProcedure.input(confirmSecondFactorInput).mutation(({ ctx, input }) => confirmSecondFactor(me(ctx), input)),
  removeSecondFactor: signedInProcedure.input(proofInput).mutation(({ ctx, input }) => removeSecondFactor(me(ctx), input)),
  renewRecoveryCodes: signedInProcedure.input(proofInput).mutation(({ ctx, input }) => renewRecoveryCodes(me(ctx), input)),
  updateProfile: signedInProcedure.input(profileInput).mutation(({ ctx, input }) => updateProfile(me(ctx), input)),
  createOrganisation: signedInProcedure.input(organisationInput).mutation(({ ctx, input }) => createOrganisation(me(ctx), input)),
  createSample: signedInProcedure.mutation(({ ctx }) => createSample(me(ctx))),

  // Members of the organisation in the URL. Invitations and links run on the wall clock, also in a sample.
  members: orgProcedure.query(async ({ ctx }) => ({ members: await listMembers(ctx), me: ctx.session.userId, role: ctx.role })),
  invitations: orgProcedure.query(({ ctx }) => listInvitations(ctx, now())),
  invite: orgProcedure.input(inviteInput).mutation(({ ctx, input }) => inviteMember(ctx, input, now())),
  renewInvitation: orgProcedure.input(byId).mutation(({ ctx, input }) => renewInvitation(ctx, input.id, now())),
  revokeInvitation: orgProcedure.input(byId).mutation(({ ctx, input }) => revokeInvitation(ctx, input.id, now())),
  changeRole: orgProcedure.input(changeRoleInput).mutation(({ ctx, input }) => changeRole(ctx, input)),
  removeMember: orgProcedure.input(byId).mutation(({ ctx, input }) => removeMember(ctx, input.id)),
  memberSessions: orgProcedure.input(byId).query(({ ctx, input }) => memberSessions(ctx, input.id, now())),
  endMemberSessions: orgProcedure.input(endMemberSessionsInput).mutation(({ ctx, input }) => endMemberSessions(ctx, input, now())),
  takeOffSecondFactor: orgProcedure.input(byId).mutation(({ ctx, input }) => takeOffSecondFactor(ctx, input.id, now())),
  makeResetLink: orgProcedure.input(byId).mutation(({ ctx, input }) => makeResetLink(ctx, input.id, now())),
})
