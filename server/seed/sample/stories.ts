import { episode } from './care'
import { OVERBILLED, SOURCE, STORY } from './plan'
import type { World } from './world'

/**
 * One month in which top-tier customers left: a statement run charged twice, their billing questions failed and nobody
 * followed up. Chosen on the first day of it among those who have brought most for over a year.
 */
export function topTierLeaves(world: World): void {
  world.on(world.dayOf(STORY.billingFrom), () => {
    const { random, people } = world
    const there = people.filter((p) => !p.gone && p.acquired < world.day && !p.scripted)
    const top = there.filter((p) => p.acquired < world.day - 330 && p.spends === 1).toSorted((a, b) => b.margin - a.margin).slice(0, Math.round(there.length * 0.075))
    const take = (n: number) => Array.from({ length: n }, () => top.splice(random.between(0, top.length - 1), 1)[0]).filter((p) => p !== undefined)
    const day = (from: string, to: string) => random.between(world.dayOf(from), world.dayOf(to) - 1)
    for (const person of take(Math.max(6, Math.round(people.length * 0.002)))) {
      const leaves = day(STORY.lossesFrom, STORY.lossesTo)
      world.on(Math.min(day(STORY.billingFrom, STORY.lossesFrom), leaves - 3), () => episode(world, person, { touchpoint: 'billing_question', channel: 'phone', result: 'failed', leaves }))
    }
    for (const person of take(Math.max(1, Math.round(people.length * 0.0006)))) world.on(day(STORY.lossesFrom, STORY.lossesTo), () => world.leave(person, 'voluntary', 'No reason given'))
  })
}

type Call = { day: number; summary: string; promises?: { text: string; due: number }[]; asked?: boolean }
/** Days after the wrong charge. "Within a few days" three times, each with a call within a day of the credit; three call-backs. */
const CALLS: readonly Call[] = [
  { day: 1, summary: 'Charged three times for one card. Will look into it and call back.', promises: [{ text: 'We will call you back tomorrow.', due: 1 }] },
  { day: 4, summary: 'Nobody had called. The credit will be there within a few days.', promises: [{ text: 'The credit will be on your account within a few days.', due: 4 }, { text: 'We will call you within 24 hours of the credit.', due: 5 }], asked: true },
  { day: 9, summary: 'No credit. A supervisor will call back.', promises: [{ text: 'A supervisor will call you back today.', due: 0.4 }], asked: true },
  { day: 11, summary: 'No call-back, no credit. Within a few days.', promises: [{ text: 'The credit will be on your account within a few days.', due: 4 }, { text: 'We will call you within 24 hours of the credit.', due: 5 }], asked: true },
  { day: 17, summary: 'Told: it is your card, not our system. Ask the shop.', asked: true },
  { day: 21, summary: 'It is not the card. Will call back once it is checked.', promises: [{ text: 'We will call you back this week.', due: 3 }], asked: true },
  { day: 27, summary: 'Seventh call. Within a few days, again.', promises: [{ text: 'The credit will be on your account within a few days.', due: 5 }, { text: 'We will call you within 24 hours of the credit.', due: 6 }], asked: true },
]

/** STORIES 20, at a bank: over-billed by accident. The mistake was small; the follow-through was the story. */
export function overbilled(world: World): void {
  const start = world.dayOf(STORY.overbilled)
  const customer = OVERBILLED.id
  const issue = 'overbilled-1'
  const on = (day: number, act: () => void) => world.on(start + day, act)
  on(0, () => world.record('transaction', SOURCE.core, { customer, occurred_at: world.at(6), kind: 'fees', amount: 114 }))
  on(1, () => world.record('issue', SOURCE.crm, { id: issue, customer, opened_at: world.at(9.1), touchpoint: 'billing_question', title: 'Card fee charged three times', updated_at: world.at(9.1) }))
  for (const { day, summary, promises = [], asked } of CALLS) {
    on(day, () => {
      const interaction = world.record('interaction', SOURCE.crm, {
        customer, occurred_at: world.at(9.2), channel: 'phone', touchpoint: 'billing_question', direction: 'contact', initiative: 'theirs', issue, result: 'failed', mood: day < 4 ? 0 : -1, impression: day < 9 ? -1 : -2,
        duration_s: 600 + day * 40, team: 'Midlands A', handled_by: `agent-${1 + (day % 7)}`, asked_for: asked ? ['account number', 'what it is about'] : ['account number'], ...(day === 9 ? { handed_over_to: 'supervisor' } : {}), summary,
      })
      for (const { text, due } of promises) world.record('promise', SOURCE.crm, { customer, issue, interaction, made_at: world.at(9.4), due_at: world.at(9.4 + due * 24), team: 'Midlands A', text })
    })
  }
  on(43, () => {
    world.record('transaction', SOURCE.core, { customer, occurred_at: world.at(6), kind: 'refund', amount: -76 })
    world.record('issue', SOURCE.crm, { id: issue, customer, resolved_at: world.at(6), updated_at: world.at(6) })
  })
  on(50, () => {
    const person = world.people.find((p) => p.id === customer)
    if (person) world.leave(person, 'voluntary', 'Seven calls for one wrong charge')
  })
}

/** What real feeds do now and then: a faulty record, an id used twice with other content, a day sent twice, a wrong clock. */
export function faults(world: World): void {
  const { random, days } = world
  const bad = (raw: Record<string, unknown>) => world.items.push({ kind: 'interaction', source: SOURCE.digital, raw: { channel: 'web', touchpoint: 'check_balance', direction: 'lookup', ...raw } })
  for (let n = 1; n <= 4; n++) {
    const day = Math.floor((days * n) / 5)
    world.on(day, () => {
      bad({ id: `bad-${n}-1`, customer: 'C00001', occurred_at: '2024-02-30T10:00:00Z' })
      bad({ id: `bad-${n}-2`, occurred_at: world.at(10) })
      bad({ id: `bad-${n}-3`, customer: 'C00002', occurred_at: world.at(11), duration_s: -4 })
      bad({ id: `twice-${n}`, customer: 'C00003', occurred_at: world.at(11) })
    })
    world.on(day + 1, () => {
      bad({ id: `twice-${n}`, customer: 'C00004', occurred_at: world.at(12) })
      bad({ id: `bad-${n}-4`, customer: 'C00005', occurred_at: world.at(10), impression: random.between(3, 9) })
    })
  }
  // A device whose clock runs weeks ahead: it waits until its day.
  world.on(days - 2, () => bad({ id: 'ahead-1', customer: 'C00006', occurred_at: world.at(12, days + 24) }))
}
