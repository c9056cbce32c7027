import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { localDayOf } from '../../domain/time/local-day'
import { recordSchemas } from '../../schemas/records'
import { sampleDays, type SeedDay } from './generate'
import { daysOf, FULL_SAMPLE, OVERBILLED, SOURCE, STORY } from './plan'

const SMALL = { customers: 250, from: '2025-03-01' }
const ZONE = 'Europe/London'
type Sent = Record<string, unknown> & { id: string }

let days: SeedDay[]
let sent: { day: string; kind: string; source: string; raw: Sent }[]
beforeAll(() => {
  days = [...sampleDays(SMALL)]
  sent = days.flatMap(({ day, items }) => items.map(({ kind, source, raw }) => ({ day, kind, source: source ?? '', raw: raw as Sent })))
})
const hashOf = (stream: Iterable<SeedDay>) => { const hash = createHash('sha256'); for (const day of stream) hash.update(JSON.stringify(day)); return hash.digest('hex') }
const meant = ({ raw }: { raw: Sent }) => !/^(bad|twice|ahead)-/.test(raw.id)
const of = (kind: string) => sent.filter((s) => s.kind === kind && meant(s))

test('the same plan is the same stream of records', () => {
  expect(hashOf(sampleDays(SMALL))).toBe(hashOf(days))
  expect(hashOf(sampleDays({ ...SMALL, customers: 251 }))).not.toBe(hashOf(days))
})

test('every day of the plan comes once, in order, and its records are about that day or plan ahead from it', () => {
  expect(days).toHaveLength(daysOf(SMALL))
  expect(days.map((d) => d.day)).toEqual(days.map((d) => d.day).toSorted())
  expect(days.at(-1)?.day).toBe('2026-05-31')
  for (const { day, raw } of [...of('interaction'), ...of('transaction'), ...of('referral')]) expect(localDayOf(Date.parse(String(raw.occurred_at)), ZONE)).toBe(day)
})

test('ids are unique within kind and source, and every record but the faulty ones is valid', () => {
  const seen = new Set<string>()
  for (const { kind, source, raw } of sent.filter(meant)) {
    expect(recordSchemas[kind as keyof typeof recordSchemas].safeParse(raw).success, JSON.stringify(raw)).toBe(true)
    if (kind === 'customer' || kind === 'issue') continue
    const key = `${kind} ${source} ${raw.id}`
    expect(seen.has(key), key).toBe(false)
    seen.add(key)
  }
})

test('nothing happens to anybody before they come, and no contact after they left', () => {
  const came = new Map(of('customer').filter(({ raw }) => raw.acquired_at).map(({ raw }) => [raw.id, String(raw.acquired_at)]))
  const left = new Map(of('customer').filter(({ raw }) => raw.left_at).map(({ day, raw }) => [raw.id, day]))
  expect(came.size).toBeGreaterThan(SMALL.customers * 0.9)
  for (const { day, raw } of of('interaction').filter(({ raw: r }) => r.customer && r.direction === 'contact')) {
    const customer = String(raw.customer)
    expect(String(came.get(customer)) < String(raw.occurred_at), `${customer} ${day}`).toBe(true)
    expect(day <= (left.get(customer) ?? day), `${customer} ${day}`).toBe(true)
  }
})

test('references of one source: a promise names an interaction and an issue its own source sent', () => {
  const known = new Set(sent.map(({ kind, source, raw }) => `${kind} ${source} ${raw.id}`))
  for (const { source, raw } of of('promise')) {
    expect(known.has(`interaction ${source} ${String(raw.interaction)}`)).toBe(true)
    expect(known.has(`issue ${source} ${String(raw.issue)}`)).toBe(true)
  }
})

test('a few are known twice: by their e-mail, or by name and telephone, so that a golden record can be made', () => {
  const second = of('customer').filter(({ raw }) => raw.id.startsWith('savings-'))
  expect(second.length).toBeGreaterThan(4)
  const first = (id: string) => of('customer').filter(({ raw }) => raw.id === id.replace('savings-', 'C')).map(({ raw }) => raw)
  for (const { raw } of second) {
    const known = first(raw.id)
    const attributes = raw.attributes as { phone?: string }
    if (raw.email) expect(known.some((one) => String(one.email).toLowerCase() === String(raw.email).toLowerCase())).toBe(true)
    else expect(known.some((one) => String((one.attributes as { phone?: string } | undefined)?.phone).replaceAll(' ', '').slice(-9) === String(attributes.phone).replaceAll(' ', '').slice(-9))).toBe(true)
  }
})

test('the chat desk is silent from the day its feed died', () => {
  const chat = sent.filter((s) => s.source === SOURCE.chat)
  expect(chat.length).toBeGreaterThan(0)
  expect(chat.every(({ day }) => day < STORY.chatDies)).toBe(true)
})

test('STORIES 20: seven calls in a month, three call-backs that never came, three times within a few days, once “your card”', () => {
  const calls = of('interaction').filter(({ raw }) => raw.customer === OVERBILLED.id && raw.channel === 'phone' && raw.direction === 'contact')
  expect(calls).toHaveLength(7)
  expect(calls.filter(({ raw }) => String(raw.summary).includes('it is your card'))).toHaveLength(1)
  const promises = of('promise').filter(({ raw }) => raw.customer === OVERBILLED.id)
  const says = (text: string) => promises.filter(({ raw }) => String(raw.text).includes(text) && !raw.kept_at)
  expect([says('call you back').length + says('supervisor').filter(({ raw }) => !String(raw.text).includes('call you back')).length, says('within a few days').length, says('within 24 hours').length]).toEqual([3, 3, 3])
})

test('27: an alert by text, the call about it and its resolution are one issue', () => {
  const alerts = of('interaction').filter(({ raw }) => raw.touchpoint === 'fraud_alert' && raw.issue)
  expect(alerts.length).toBeGreaterThan(0)
  for (const { raw, source } of alerts) {
    const same = sent.filter((s) => s.source === source && (s.raw.issue === raw.issue || s.raw.id === raw.issue))
    expect(same.some((s) => s.kind === 'interaction' && s.raw.channel === 'phone')).toBe(true)
    expect(same.some((s) => s.kind === 'issue')).toBe(true)
  }
})

test('13, 14, 16, 19, 22, 38: what was asked twice, choices, goodwill, observations, perceived value, hand-overs', () => {
  const has = (kind: string, test: (raw: Sent) => boolean) => expect(of(kind).filter(({ raw }) => test(raw)).length).toBeGreaterThan(0)
  const asked = new Map<string, number>()
  for (const { raw } of of('interaction')) if (raw.issue && raw.asked_for) asked.set(String(raw.issue), (asked.get(String(raw.issue)) ?? 0) + 1)
  expect([...asked.values()].filter((n) => n > 1).length).toBeGreaterThan(0)
  has('interaction', (raw) => Number(raw.options_offered) > 10)
  has('interaction', (raw) => Number(raw.goodwill_amount) > 0)
  has('interaction', (raw) => raw.form === 'observation')
  has('interaction', (raw) => raw.channel === 'virtual_agent' && raw.handed_over_to === 'phone')
  for (const survey of ['nps', 'csat', 'ces', 'perceived_value']) has('response', (raw) => raw.survey === survey)
  has('transaction', (raw) => raw.kind === 'salary')
  expect(days.some(({ links }) => links.length > 0)).toBe(true)
})

test('the full sample has three years and five thousand customers', () => {
  expect(FULL_SAMPLE.customers).toBe(5000)
  expect(daysOf(FULL_SAMPLE)).toBe(1096)
})
