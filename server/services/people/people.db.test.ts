import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, members, organisations, users } from '@/db/schema'
import type { Db } from '@/db/client'
import { sessionCtx } from '@/server/access'
import { listInvitations, listMembers, myOrganisations, mySessions, type Me } from '@/server/queries/people'
import { testDb, TEST_NOW } from '@/server/testing/database'
import { fault } from '@/server/testing/fault'
import { createOrganisation } from '../organisations/create-organisation'
import { setUp } from '../organisations/set-up'
import { acceptAsMe, acceptAsNew } from './accept-invitation'
import { changePassword } from './change-password'
import { changeRole } from './change-role'
import { inviteMember, renewInvitation, revokeInvitation } from './invitations'
import { memberSessions } from '@/server/queries/member-sessions'
import { endMemberSessions } from './member-sessions'
import { removeMember } from './remove-member'
import { makeResetLink, resetPassword } from './reset-password'
import { revokeOtherSessions, revokeSession, startSession } from './sessions'
import { signIn } from './sign-in'
import { updateProfile } from './update-profile'

const now = TEST_NOW
const PASSWORD = 'a long enough phrase'
let db: Db
const bank = { name: 'North Bank', slug: 'north-bank', timezone: 'Europe/London', currency: 'GBP' }
const tokenOf = (path: string) => path.split('/').at(-1) ?? ''

async function sit(userId: string): Promise<Me> {
  return { db, now, userId, sessionId: await startSession({ db, now }, { userId, address: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }) }
}
async function meBy(email: string, password = PASSWORD): Promise<Me> {
  const outcome = await signIn({ db, now }, { email, password, address: '192.0.2.1' })
  if (!outcome.ok) throw new Error(outcome.reason)
  return sit(outcome.user.id)
}
const idOf = async (email: string): Promise<string> => (await db.door((tx) => tx.select({ id: users.id }).from(users).where(eq(users.email, email))))[0]?.id ?? ''
/** Whoever of the two is the owner left. */
async function inOrgOwner(): Promise<{ userId: string }> {
  const [row] = await db.maintenance((tx) => tx.select({ userId: members.userId }).from(members).innerJoin(organisations, eq(organisations.id, members.organisationId)).where(and(eq(organisations.slug, 'north-bank'), eq(members.role, 'owner'))))
  return { userId: row?.userId ?? '' }
}
const inOrg = (me: Me, slug = 'north-bank') => sessionCtx(db, me, slug, now)

beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

describe('first visit', () => {
  test('of two at once, one wins and the other is told', async () => {
    const visit = () => setUp({ db, now }, { name: 'Ada', email: 'Ada@Example.org', password: PASSWORD, organisation: bank, sample: true })
    const outcomes = await Promise.all([fault(visit()), fault(visit())])
    expect(outcomes.toSorted()).toEqual(['conflict', 'none'])
    const ada = await meBy('ada@example.org')
    expect((await myOrganisations(db, ada.userId)).map((o) => [o.slug, o.role, o.sample])).toEqual([['north-bank', 'owner', false], ['sample', 'owner', true]])
    const jobs = await db.maintenance((tx) => tx.execute<{ kind: string }>('select kind from jobs'))
    expect(jobs.rows.map((row) => row.kind)).toEqual(['sample'])
  })

  test('later ones are refused, and bad input names its field', async () => {
    expect(await fault(setUp({ db, now }, { name: 'Eve', email: 'eve@example.org', password: PASSWORD, organisation: { ...bank, slug: 'eve' }, sample: false }))).toBe('conflict')
    await expect(setUp({ db, now }, { name: 'Eve', email: 'no', password: 'short', organisation: { ...bank, slug: 'api' }, sample: false })).rejects.toThrow(/is not an e-mail address/)
  })
})

describe('invitations and members', () => {
  let ada: Me, vera: Me, adam: Me, stranger: Me

  test('a link makes a member once', async () => {
    ada = await meBy('ada@example.org')
    const ctx = await inOrg(ada)
    const { path, mailed } = await inviteMember(ctx, { email: 'Vera@example.org', role: 'viewer' }, now)
    expect(mailed).toBe(false)
    expect(await listInvitations(ctx, now)).toMatchObject([{ email: 'vera@example.org', role: 'viewer', expired: false }])
    const accept = { token: tokenOf(path), name: 'Vera', password: PASSWORD }
    expect(await fault(acceptAsNew({ db, now }, { ...accept, password: 'veranorthbank' }))).toBe('invalid')
    const outcomes = await Promise.all([fault(acceptAsNew({ db, now }, accept)), fault(acceptAsNew({ db, now }, accept))])
    expect(outcomes.toSorted()).toEqual(['none', 'not_found'])
    vera = await meBy('vera@example.org')
    expect((await listMembers(await inOrg(vera))).map((m) => [m.name, m.role])).toEqual([['Ada', 'owner'], ['Vera', 'viewer']])
    expect(await listInvitations(ctx, now)).toEqual([])
  })

  test('an older link, a revoked one and one that has run out open nothing', async () => {
    const ctx = await inOrg(ada)
    const first = await inviteMember(ctx, { email: 'adam@example.org', role: 'admin' }, now)
    const second = await renewInvitation(ctx, first.id, now)
    expect(await fault(acceptAsNew({ db, now }, { token: tokenOf(first.path), name: 'Adam', password: PASSWORD }))).toBe('not_found')
    const late = new Date(now.getTime() + 8 * 86_400_000)
    expect(await fault(acceptAsNew({ db, now: late }, { token: tokenOf(second.path), name: 'Adam', password: PASSWORD }))).toBe('not_found')
    await revokeInvitation(ctx, second.id, now)
    expect(await fault(acceptAsNew({ db, now }, { token: tokenOf(second.path), name: 'Adam', password: PASSWORD }))).toBe('not_found')
    expect(await fault(renewInvitation(ctx, second.id, now))).toBe('not_found')
    const third = await inviteMember(ctx, { email: 'adam@example.org', role: 'admin' }, now)
    await acceptAsNew({ db, now }, { token: tokenOf(third.path), name: 'Adam', password: PASSWORD })
    adam = await meBy('adam@example.org')
  })

  test('a signed-in person accepts as themselves, and an invitation never demotes', async () => {
    const ctx = await inOrg(ada)
    await acceptAsMe(adam, tokenOf((await inviteMember(ctx, { email: 'someone@example.org', role: 'viewer' }, now)).path))
    expect((await inOrg(adam)).role).toBe('admin')
  })

  test('viewers, other organisations and ended sessions write nothing', async () => {
    const made = await inviteMember(await inOrg(ada), { email: 'zoe@example.org', role: 'editor' }, now)
    const viewer = await inOrg(vera)
    for (const verb of [
      () => inviteMember(viewer, { email: 'x@example.org', role: 'viewer' }, now), () => renewInvitation(viewer, made.id, now), () => revokeInvitation(viewer, made.id, now),
      () => changeRole(viewer, { userId: vera.userId, role: 'owner' }), () => removeMember(viewer, adam.userId), () => makeResetLink(viewer, adam.userId, now), () => listInvitations(viewer, now),
    ]) expect(await fault(verb())).toBe('forbidden')

    const zoe = await acceptAsNew({ db, now }, { token: tokenOf(made.path), name: 'Zoe', password: PASSWORD })
    stranger = await meBy(zoe.email)
    await createOrganisation(stranger, { ...bank, name: 'South Bank', slug: 'south-bank' })
    await removeMember(await inOrg(ada), stranger.userId)
    expect(await fault(inOrg(stranger))).toBe('not_found')
    const south = await inOrg(stranger, 'south-bank')
    const open = await inviteMember(await inOrg(ada), { email: 'yan@example.org', role: 'viewer' }, now)
    for (const verb of [
      () => renewInvitation(south, open.id, now), () => revokeInvitation(south, open.id, now), () => changeRole(south, { userId: vera.userId, role: 'admin' }),
      () => removeMember(south, vera.userId), () => makeResetLink(south, vera.userId, now),
    ]) expect(await fault(verb())).toBe('not_found')
    expect((await listMembers(south)).map((m) => m.name)).toEqual(['Zoe'])

    const ended = await sit(vera.userId)
    await revokeSession(ended, ended.sessionId)
    expect(await fault(inOrg(ended))).toBe('unauthenticated')
  })

  test('an admin neither makes nor touches owners, and the last owner stays', async () => {
    const admin = await inOrg(adam)
    const owner = await inOrg(ada)
    expect(await fault(inviteMember(admin, { email: 'o@example.org', role: 'owner' }, now))).toBe('forbidden')
    expect(await fault(changeRole(admin, { userId: adam.userId, role: 'owner' }))).toBe('forbidden')
    expect(await fault(changeRole(admin, { userId: ada.userId, role: 'viewer' }))).toBe('forbidden')
    expect(await fault(removeMember(admin, ada.userId))).toBe('forbidden')
    expect(await fault(changeRole(owner, { userId: ada.userId, role: 'admin' }))).toBe('conflict')
    expect(await fault(removeMember(owner, ada.userId))).toBe('conflict')
    await changeRole(owner, { userId: adam.userId, role: 'owner' })
    const both = await Promise.all([fault(removeMember(owner, ada.userId)), inOrg(adam).then((ctx) => fault(removeMember(ctx, adam.userId)))])
    expect(both.toSorted()).toEqual(['conflict', 'none'])
    const left = both[0] === 'none' ? adam : ada
    expect((await listMembers(await inOrg(left))).filter((m) => m.role === 'owner')).toHaveLength(1)
  })
})

describe('one’s own account', () => {
  test('another organisation’s address cannot be taken', async () => {
    const me = await meBy('vera@example.org')
    await expect(createOrganisation(me, { ...bank, slug: 'south-bank' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'slug' }] })
    await expect(createOrganisation(me, { ...bank, slug: 'settings' })).rejects.toThrow(/used by Touchstone/)
    await createOrganisation(me, { ...bank, name: 'A family firm', slug: 'vera-and-sons' })
    expect((await myOrganisations(db, me.userId)).map((o) => [o.slug, o.role])).toEqual([['vera-and-sons', 'owner'], ['north-bank', 'viewer']])
  })

  test('sessions are listed and ended, one’s own only', async () => {
    const [one, two] = [await meBy('vera@example.org'), await meBy('vera@example.org')]
    const other = await meBy('zoe@example.org')
    const list = await mySessions(one)
    expect(list[0]).toMatchObject({ id: one.sessionId, current: true, device: 'Firefox on Linux', address: '192.0.2.1' })
    expect(list.map((s) => s.id)).toContain(two.sessionId)
    expect(await fault(revokeSession(other, two.sessionId))).toBe('not_found')
    await revokeSession(one, two.sessionId)
    expect(await fault(inOrg(two))).toBe('unauthenticated')
    await revokeOtherSessions(one)
    expect((await mySessions(one)).map((s) => s.id)).toEqual([one.sessionId])
    expect((await mySessions(other)).length).toBeGreaterThan(0)
  })

  test('an admin sees and ends a member’s sessions, where they rule over them, and it is written down', async () => {
    const [zoe, vera, owner] = [await sit(await idOf('zoe@example.org')), await sit(await idOf('vera@example.org')), await sit((await inOrgOwner()).userId)]
    const north = await inOrg(owner)
    // Vera owns another organisation, whose sessions are the same: she can be removed, not watched.
    expect(await fault(memberSessions(north, vera.userId, now))).toBe('forbidden')
    expect(await fault(endMemberSessions(north, { userId: vera.userId }, now))).toBe('forbidden')
    expect(await fault(memberSessions(north, zoe.userId, now))).toBe('not_found')
    const viewer = await inOrg(vera)
    for (const verb of [() => memberSessions(viewer, owner.userId, now), () => endMemberSessions(viewer, { userId: owner.userId }, now)]) expect(await fault(verb())).toBe('forbidden')
    const { email } = await acceptAsNew({ db, now }, { token: tokenOf((await inviteMember(north, { email: 'wim@example.org', role: 'editor' }, now)).path), name: 'Wim', password: PASSWORD })
    const wim = await idOf(email)
    const [one, two, three] = [await sit(wim), await sit(wim), await sit(wim)]
    const seen = await memberSessions(north, one.userId, now)
    expect(seen.map((s) => s.id)).toEqual(expect.arrayContaining([one.sessionId, two.sessionId, three.sessionId]))
    expect(seen[0]).toMatchObject({ device: 'Firefox on Linux', address: '192.0.2.1' })
    expect(await fault(endMemberSessions(north, { userId: one.userId, sessionId: vera.sessionId }, now))).toBe('not_found')
    expect(await endMemberSessions(north, { userId: one.userId, sessionId: two.sessionId }, now)).toBe(1)
    expect(await fault(inOrg(two))).toBe('unauthenticated')
    expect((await inOrg(one)).role).toBe('editor')
    await endMemberSessions(north, { userId: one.userId }, now)
    expect(await fault(inOrg(three))).toBe('unauthenticated')
    const trail = await north.db.tenant({ organisationId: north.org.id }, (tx) => tx.select().from(audit))
    expect(trail.filter((row) => row.action === 'member.sessions_ended' && row.subjectId === one.userId)).toHaveLength(2)
  })

  test('a new password ends the other sessions and needs the present one', async () => {
    const [one, two] = [await meBy('vera@example.org'), await meBy('vera@example.org')]
    await expect(changePassword(one, { current: 'not the right one', password: 'another long phrase' })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'current' }] })
    await expect(changePassword(one, { password: 'another long phrase' })).rejects.toMatchObject({ fault: 'invalid' })
    for (const password of ['Basketball', 'North-Bank 2026', 'vera2026vera']) {
      await expect(changePassword(one, { current: PASSWORD, password })).rejects.toMatchObject({ fault: 'invalid', places: [{ field: 'password' }] })
    }
    await changePassword(one, { current: PASSWORD, password: 'another long phrase' })
    expect(await fault(inOrg(two))).toBe('unauthenticated')
    expect((await inOrg(one)).role).toBe('viewer')
    expect(await signIn({ db, now }, { email: 'vera@example.org', password: PASSWORD, address: '192.0.2.1' })).toEqual({ ok: false, reason: 'wrong' })
    await updateProfile(one, { name: 'Vera V.' })
    expect((await inOrg(one)).actor.label).toBe('Vera V.')
  })

  test('an admin’s reset link works once, and never opens more than the admin rules', async () => {
    const zoe = await meBy('zoe@example.org')
    const south = await inOrg(zoe, 'south-bank')
    const vera = await meBy('vera@example.org', 'another long phrase')
    await acceptAsMe(vera, tokenOf((await inviteMember(south, { email: 'v@example.org', role: 'viewer' }, now)).path))
    // Vera owns another organisation, where Zoe is nobody.
    expect(await fault(makeResetLink(south, vera.userId, now))).toBe('forbidden')
    const fresh = await acceptAsNew({ db, now }, { token: tokenOf((await inviteMember(south, { email: 'kim@example.org', role: 'editor' }, now)).path), name: 'Kim', password: PASSWORD })
    const kim = await meBy(fresh.email)
    const link = await makeResetLink(south, kim.userId, now)
    const token = tokenOf(link.path)
    expect(await fault(resetPassword({ db, now: new Date(now.getTime() + 25 * 3_600_000) }, { token, password: 'a phrase set by link' }))).toBe('not_found')
    expect(await fault(resetPassword({ db, now }, { token, password: 'South-Bank 1' }))).toBe('invalid')
    expect(await resetPassword({ db, now }, { token, password: 'a phrase set by link' })).toEqual({ email: 'kim@example.org' })
    expect(await fault(resetPassword({ db, now }, { token, password: 'a phrase set twice' }))).toBe('not_found')
    expect(await fault(inOrg(kim, 'south-bank'))).toBe('unauthenticated')
    await meBy('kim@example.org', 'a phrase set by link')
  })
})
