import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '@/db/client'
import type { OrgCtx } from '@/server/context'
import { fromBase64, toBase64 } from '@/server/domain/journeys/base64'
import { contentOf } from '@/server/domain/journeys/document'
import { addStep, bindStep, remove, writeCell } from '@/server/domain/journeys/edit'
import { JOURNEY_TEMPLATES } from '@/server/domain/journeys/templates'
import { journeyAround, journeyFileOf, journeyOf } from '@/server/queries/journeys/journey'
import { listJourneys, listPersonas } from '@/server/queries/journeys/journeys'
import { compareVersions, journeyHistory } from '@/server/queries/journeys/versions'
import { faultOfFile, journeyFile } from '@/server/schemas/journeys'
import { testDb, testOrganisation } from '@/server/testing/database'
import { commentOn, settleComment } from '../comments/comments'
import { showPresence } from '../presence/show-presence'
import { createJourney } from './create-journey'
import { keepVersion } from './keep-version'
import { removePersona } from './remove-persona'
import { restoreVersion } from './restore-version'
import { savePersona } from './save-persona'
import { syncJourney } from './sync-journey'
import { updateJourney } from './update-journey'

let db: Db
beforeAll(async () => { db = await testDb() })
afterAll(() => db.close())

/** A browser: a document that syncs. */
async function browser(ctx: OrgCtx, ref: string, sitting = randomUUID()) {
  const opened = await journeyOf(ctx, ref)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, fromBase64(opened.state))
  let known = fromBase64(opened.vector)
  const sync = async () => {
    const answer = await syncJourney(ctx, { journey: opened.id, sitting, update: toBase64(Y.encodeStateAsUpdate(doc, known)), vector: toBase64(Y.encodeStateVector(doc)) })
    Y.applyUpdate(doc, fromBase64(answer.update))
    known = fromBase64(answer.vector)
    return answer
  }
  return { id: opened.id, doc, sync, sitting }
}

/** The tables, as the map they hold. */
async function projected(ctx: OrgCtx, id: string) {
  return db.tenant({ organisationId: ctx.org.id }, async (tx) => {
    const rows = async (text: string) => (await tx.execute<Record<string, unknown>>(sql.raw(text.replaceAll('$j', `'${id}'`)))).rows
    return {
      phases: await rows('select id, name, "when" from journey_phases where journey_id = $j order by position'),
      steps: await rows('select id, phase_id as phase, name, touchpoint, child_id as child from journey_steps where journey_id = $j order by position'),
      lanes: await rows('select id, kind, name from journey_lanes where journey_id = $j order by position'),
      cells: await rows(`select c.lane_id as lane, c.step_id as step, c.text, c.evidence, c.as_is, c.to_be from journey_cells c
        join journey_lanes l on l.journey_id = c.journey_id and l.id = c.lane_id join journey_steps s on s.journey_id = c.journey_id and s.id = c.step_id where c.journey_id = $j order by l.position, s.position`),
    }
  })
}

describe('a map', () => {
  test('every template is a map, and its tables hold what its document says', async () => {
    const { ctx } = await testOrganisation(db)
    for (const { slug, name, level } of JOURNEY_TEMPLATES) {
      const made = await createJourney(ctx, { name, level, template: slug })
      const file = await journeyFileOf(ctx, made.slug)
      expect(journeyFile.parse(file)).toEqual(file)
      expect(file.map.steps.length).toBeGreaterThan(4)
      expect(await projected(ctx, made.id)).toEqual(file.map)
    }
    const again = await createJourney(ctx, { name: 'Onboarding' })
    expect(again.slug).toBe('onboarding_2')
    expect((await listJourneys(ctx)).length).toBe(JOURNEY_TEMPLATES.length + 1)
  })

  test('goes out as a file and comes in the same', async () => {
    const { ctx } = await testOrganisation(db)
    const { slug } = await createJourney(ctx, { name: 'Complaint', template: 'complaint' })
    const { map, name, level } = await journeyFileOf(ctx, slug)
    const copy = await createJourney(ctx, { name, level, map })
    expect((await journeyFileOf(ctx, copy.slug)).map).toEqual(map)
    // What could not be kept is refused with its place, not dropped.
    const [first] = map.steps
    if (!first) throw new Error('The template has steps.')
    const twice = { format: 'touchstone-journey-1', name, level, map: { ...map, steps: [...map.steps, { ...first, name: 'Again' }] } }
    expect(faultOfFile(twice)).toBe(`Nothing was brought in. In steps, number ${map.steps.length + 1}, id: “${first.id}” (“Again”) is the id of number 1 too.`)
    await expect(createJourney(ctx, { name, level, map: twice.map })).rejects.toThrow(/id of number 1 too/u)
    const astray = { ...map, cells: [{ lane: 'nowhere', step: first.id, text: 'Lost', evidence: null, as_is: null, to_be: null }] }
    expect(faultOfFile({ ...twice, map: astray })).toBe('Nothing was brought in. In cells, number 1, lane: there is no lane “nowhere”.')
    expect(faultOfFile({ rows: [] })).toBe('This file holds no map of Touchstone.')
  })

  test('two people at once, one of them long offline, end with the same map, and the tables follow', async () => {
    const { ctx } = await testOrganisation(db)
    const { slug, id } = await createJourney(ctx, { name: 'Together', template: 'complaint' })
    const [anna, ben] = [await browser(ctx, slug), await browser(ctx, slug)]
    for (let i = 0; i < 50; i++) {
      addStep(anna.doc, { id: `a${i}`, phase: 'p0', name: `Anna ${i}` })
      writeCell(anna.doc, 'goal', `a${i}`, `goal ${i}`)
      await anna.sync()
    }
    addStep(ben.doc, { id: 'b', phase: 'p1', name: 'Ben, offline' })
    writeCell(ben.doc, 'goal', 's0_0', 'and from Ben')
    bindStep(ben.doc, 'b', { touchpoint: 'get_an_answer' })
    remove(ben.doc, 's', 's2_0')
    await ben.sync()
    await anna.sync()
    expect(contentOf(anna.doc)).toEqual(contentOf(ben.doc))
    expect(await projected(ctx, id)).toEqual(contentOf(ben.doc))
    expect(contentOf(anna.doc).steps).toHaveLength(8 + 50)
    const { seq } = await journeyAround(ctx, id)
    expect(seq).toBe(51)
    // Sent again, it is there once.
    const whole = toBase64(Y.encodeStateAsUpdate(ben.doc))
    await syncJourney(ctx, { journey: id, sitting: ben.sitting, update: whole, vector: whole.slice(0, 0) || toBase64(Y.encodeStateVector(ben.doc)) })
    expect((await journeyAround(ctx, id)).seq).toBe(51)
  })

  test('a sitting is audited once and says how much was changed', async () => {
    const { ctx } = await testOrganisation(db)
    const { slug, id } = await createJourney(ctx, { name: 'Watched' })
    const anna = await browser(ctx, slug)
    for (const word of ['first', 'second', 'third']) {
      addStep(anna.doc, { id: word, phase: 'p1', name: word })
      await anna.sync()
      // Letter by letter, saved on the way: one cell all the same.
      for (const text of ['w', 'wo', 'wor', 'word']) {
        writeCell(anna.doc, 'goal', word, text)
        await anna.sync()
      }
    }
    addStep(anna.doc, { id: 'passing', phase: 'p1', name: 'passing' })
    await anna.sync()
    remove(anna.doc, 's', 'passing')
    await anna.sync()
    const audited = await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute<{ action: string }>(sql`select action from audit where subject_id = ${id} order by action`))
    expect(audited.rows.map(({ action }) => action)).toEqual(['journey.created', 'journey.edited'])
    expect((await journeyHistory(ctx, slug)).sittings).toMatchObject([{ changes: { 'step added': 3, 'cell added': 3 }, named: { 'step added': ['first', 'second', 'third'] }, uncounted: [] }])
  })

  test('versions are named, compared and restored as a change like any other', async () => {
    const { ctx } = await testOrganisation(db)
    const { slug, id } = await createJourney(ctx, { name: 'Versions', template: 'pay_a_bill' })
    const before = (await journeyFileOf(ctx, slug)).map
    const version = await keepVersion(ctx, { journey: slug, name: 'Before the workshop' })
    const anna = await browser(ctx, slug)
    remove(anna.doc, 's', 's1_1')
    addStep(anna.doc, { id: 'new', phase: 'p1', name: 'Be thanked' }, 0)
    await anna.sync()
    expect((await compareVersions(ctx, { journey: slug, from: version.id, to: null })).map(({ what, how, label }) => `${what} ${how}: ${label}`)).toEqual(expect.arrayContaining(['step added: Be thanked', 'step removed: Pay']))
    // What is gone keeps its name, with its own kind.
    expect((await journeyHistory(ctx, slug)).sittings[0]?.named).toEqual({ 'step added': ['Be thanked'], 'step removed': ['Pay'] })
    const worked = (await journeyFileOf(ctx, slug)).map
    const { before: kept } = await restoreVersion(ctx, { journey: slug, version: version.id })
    expect(kept).toMatchObject({ name: 'Before “Before the workshop” was restored' })
    expect((await journeyFileOf(ctx, slug)).map).toEqual(before)
    expect(await projected(ctx, id)).toEqual(before)
    await anna.sync()
    expect(contentOf(anna.doc)).toEqual(before)
    expect(await restoreVersion(ctx, { journey: slug, version: version.id })).toEqual({ changed: false, before: null })
    // The restoring itself can be taken back.
    await restoreVersion(ctx, { journey: slug, version: kept?.id ?? '' })
    expect((await journeyFileOf(ctx, slug)).map).toEqual(worked)
  })

  test('nests downwards only', async () => {
    const { ctx } = await testOrganisation(db)
    const years = await createJourney(ctx, { name: 'Years', level: 'relationship' })
    const buying = await createJourney(ctx, { name: 'Buying', level: 'journey', parent: years.slug })
    await createJourney(ctx, { name: 'Paying', level: 'task', parent: buying.slug })
    expect((await journeyOf(ctx, 'buying'))).toMatchObject({ parent: { slug: 'years' }, parts: [{ slug: 'paying' }] })
    await expect(createJourney(ctx, { name: 'X', level: 'relationship', parent: buying.slug })).rejects.toMatchObject({ fault: 'invalid' })
    await expect(updateJourney(ctx, { journey: 'years', parent: 'paying' })).rejects.toMatchObject({ fault: 'invalid' })
    await expect(updateJourney(ctx, { journey: 'buying', level: 'task' })).rejects.toMatchObject({ fault: 'invalid' })
    await updateJourney(ctx, { journey: 'buying', name: 'Buying well', review_on: '2026-03-01', archived: true })
    expect((await listJourneys(ctx)).find(({ slug }) => slug === 'buying')).toMatchObject({ name: 'Buying well', due: true, archived: true })
  })

  test('comments, presence and personas', async () => {
    const { ctx, as } = await testOrganisation(db)
    const { slug, id } = await createJourney(ctx, { name: 'Around' })
    const { id: comment } = await commentOn(ctx, { subject: 'journey', subject_id: id, place: 'goal:s0', text: 'Is this so?' })
    await settleComment(ctx, { comment, resolved: true })
    const client = randomUUID()
    await showPresence(as('viewer'), { subject: 'journey', subject_id: id, client, place: 'goal/s0' })
    expect(await journeyAround(ctx, id)).toMatchObject({ comments: [{ text: 'Is this so?', lane: 'goal', step: 's0', resolved: true }], present: [{ client, place: 'goal/s0' }] })
    await db.tenant({ organisationId: ctx.org.id }, (tx) => tx.execute(sql`update presence set seen_at = seen_at - interval '1 minute'`))
    expect((await journeyAround(ctx, id)).present).toEqual([])
    const persona = await savePersona(ctx, { name: 'Newcomer', segments: ['value:top'] })
    await savePersona(ctx, { id: persona.id, name: 'Newcomer in town' })
    await updateJourney(ctx, { journey: slug, personas: [persona.id] })
    expect((await journeyOf(ctx, slug)).personas).toMatchObject([{ name: 'Newcomer in town' }])
    expect(await listPersonas(ctx)).toHaveLength(1)
    await removePersona(ctx, persona)
    expect(await listPersonas(ctx)).toEqual([])
    expect((await journeyOf(ctx, slug)).personas).toEqual([])
  })
})

test('what is no update, too much, or somebody else’s is refused', async () => {
  const { ctx } = await testOrganisation(db)
  const { slug, id } = await createJourney(ctx, { name: 'Guarded' })
  const vector = toBase64(Y.encodeStateVector(new Y.Doc()))
  const send = (update: Uint8Array, by = ctx) => syncJourney(by, { journey: id, sitting: randomUUID(), update: toBase64(update), vector })
  await expect(send(new Uint8Array([9, 200, 3, 7]))).rejects.toMatchObject({ fault: 'invalid' })
  const anna = await browser(ctx, slug)
  writeCell(anna.doc, 'goal', 's0', 'x'.repeat(5000))
  await expect(anna.sync()).rejects.toMatchObject({ fault: 'invalid' })
  // An update whose predecessor is missing is asked for whole, not kept aside and lost.
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  addStep(doc, { id: 'one', phase: 'p0', name: 'one' })
  addStep(doc, { id: 'two', phase: 'p0', name: 'two' })
  await expect(send(updates.at(-1) ?? new Uint8Array())).rejects.toMatchObject({ fault: 'conflict' })
  expect((await journeyAround(ctx, id)).seq).toBe(0)
})

test('viewers read and are seen, and write nothing; another organisation sees nothing at all', async () => {
  const { ctx, as } = await testOrganisation(db)
  const { slug, id } = await createJourney(ctx, { name: 'Ours', template: 'complaint' })
  const { id: version } = await keepVersion(ctx, { journey: slug, name: 'One' })
  const { id: comment } = await commentOn(ctx, { subject: 'journey', subject_id: id, text: 'Hm' })
  const persona = await savePersona(ctx, { name: 'P' })
  const vector = toBase64(Y.encodeStateVector(new Y.Doc()))
  const verbs: ((by: OrgCtx) => Promise<unknown>)[] = [
    (by) => syncJourney(by, { journey: id, sitting: randomUUID(), update: null, vector }),
    (by) => updateJourney(by, { journey: slug, name: 'Theirs' }),
    (by) => keepVersion(by, { journey: slug, name: 'Two' }),
    (by) => restoreVersion(by, { journey: slug, version }),
    (by) => commentOn(by, { subject: 'journey', subject_id: id, text: 'Hm' }),
    (by) => settleComment(by, { comment, resolved: true }),
    (by) => savePersona(by, { id: persona.id, name: 'Q' }),
    (by) => removePersona(by, persona),
  ]
  const other = await testOrganisation(db)
  for (const verb of verbs) {
    await expect(verb(as('viewer'))).rejects.toMatchObject({ fault: 'forbidden' })
    await expect(verb(other.ctx)).rejects.toMatchObject({ fault: 'not_found' })
  }
  await expect(createJourney(as('viewer'), { name: 'X' })).rejects.toMatchObject({ fault: 'forbidden' })
  await expect(createJourney(other.ctx, { name: 'X', parent: slug })).rejects.toMatchObject({ fault: 'not_found' })
  await expect(showPresence(other.ctx, { subject: 'journey', subject_id: id, client: randomUUID() })).rejects.toMatchObject({ fault: 'not_found' })
  expect((await journeyOf(as('viewer'), slug)).name).toBe('Ours')
  expect(await listJourneys(other.ctx)).toEqual([])
  await expect(journeyOf(other.ctx, slug)).rejects.toMatchObject({ fault: 'not_found' })
  await expect(journeyAround(other.ctx, id)).rejects.toMatchObject({ fault: 'not_found' })
})
