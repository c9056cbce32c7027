import type { LeaveKind } from '@/db/vocabulary'
import { Random } from '../random'
import type { Person } from './people'
import { SOURCE } from './plan'
import type { World } from './world'

/** Somebody becomes a customer, or was one when the records begin. */
export function arrive(world: World, person: Person): void {
  const acquired = world.at(9, person.acquired)
  world.record('customer', SOURCE.core, {
    id: person.id, name: person.name, email: person.email, acquired_at: acquired, updated_at: world.day === person.acquired ? acquired : world.at(0.5),
    attributes: { region: person.region, product: person.product },
  })
  if (person.acquired > 0) world.newcomers.push(person.id)
  if (world.newcomers.length > 40) world.newcomers.shift()
}

const RECOGNISED = 0.06

/** Some looked around before, without saying who they were, and are recognised when they come. */
export function visitBefore(world: World, person: Person): void {
  if (person.acquired < 12 || !person.random.chance(RECOGNISED)) return
  const visitor = `visitor-${person.id.slice(1)}`
  for (const before of [person.random.between(4, 10), person.random.between(1, 3)]) world.on(person.acquired - before, () => visit(world, visitor))
  world.on(person.acquired, () => { world.links.push({ from: visitor, fromAnonymous: true, to: person.id }) })
}

/** How many are known twice, and how many days lie between one such sign-up and the next. */
const TWICE = { people: 9, apart: 4 }
/** What that system says of them it wrote down long ago: where two records say something, the bank's own is the later word. */
const OLDER = '2023-01-09T10:00:00.000Z'

/**
 * A few signed up for the savings app by themselves, and stand in the records a second time: two of three with the same
 * e-mail written otherwise, the others with the same name and telephone number.
 */
export function twice(world: World): void {
  const step = Math.floor(world.people.length / (TWICE.people + 1))
  world.people.filter((person, i) => i > 0 && i % step === 0 && !person.scripted).slice(0, TWICE.people).forEach((person, n) => world.on(world.dayOf('2026-04-14') + n * TWICE.apart, () => {
    if (person.gone || person.acquired >= world.day) return
    const random = new Random(`touchstone sample twice ${person.id}`)
    const id = `savings-${person.id.slice(1)}`
    const [, last = ''] = person.name.split(' ')
    const phone = `7946 0${String(random.between(100, 999))}`
    const byName = n % 3 === 2
    world.record('customer', SOURCE.marketing, byName
      ? { id, name: person.name, updated_at: OLDER, attributes: { phone: `+44 20 ${phone}`, product: 'Savings' } }
      : { id, name: `${person.name[0]}. ${last}`, email: person.email.replace('@example.com', '@Example.com'), updated_at: OLDER, attributes: { product: 'Savings' } })
    if (byName) world.record('customer', SOURCE.crm, { id: person.id, updated_at: world.at(9), attributes: { phone: `020 ${phone}` } })
    for (let looked = random.between(1, 4); looked > 0; looked--) world.record('interaction', SOURCE.digital, { customer: id, occurred_at: world.sometime(random), channel: 'mobile_app', touchpoint: 'check_balance', direction: 'lookup', duration_s: random.between(10, 60) })
  }))
}

/** Strangers on the web site; most of them stay strangers. */
export function strangers(world: World): void {
  for (let n = world.random.count(world.people.length * 0.0022 * (1 + world.progress)); n > 0; n--) visit(world, `visitor-x${world.random.between(1, world.people.length * 2)}`)
}

function visit(world: World, visitor: string): void {
  world.record('interaction', SOURCE.digital, {
    anonymous_id: visitor, occurred_at: world.sometime(world.random), channel: 'web', touchpoint: world.random.chance(0.7) ? 'compare_products' : 'find_a_branch', direction: 'lookup', options_offered: world.random.between(3, 24),
  })
}

/** Leaving for no reason we know; mostly of their own will. */
export function perhapsLeave(world: World, person: Person): void {
  const { random } = person
  if (!random.chance(person.hazard / 30)) return
  const kind = random.weighted<LeaveKind>([['voluntary', 0.87], ['administrative', 0.08], ['involuntary', 0.05]])
  world.leave(person, kind, kind === 'voluntary' ? random.pick(['Better rate elsewhere', 'Moved away', 'No reason given']) : kind === 'administrative' ? 'Account closed with the estate' : 'Closed by the bank')
}

/** How they think of us, asked four times a year of a few. */
export function npsSurvey(world: World, person: Person): void {
  const { random } = person
  if (!random.chance(0.0004)) return
  const score = random.weighted([[9, 0.2], [10, 0.16], [8, 0.22], [7, 0.16], [6, 0.1], [5, 0.08], [3, 0.05], [0, 0.03]])
  // What they say the relationship is worth to them, in pounds a year.
  if (random.chance(0.1)) world.record('response', SOURCE.survey, { customer: person.id, survey: 'perceived_value', asked_at: world.at(9), occurred_at: world.at(18.4), score: Math.round((person.margin / 100) * (4 + 20 * random.next())) })
  world.record('response', SOURCE.survey, { customer: person.id, survey: 'nps', asked_at: world.at(9), ...(random.chance(0.45) ? { occurred_at: world.at(18.5), score } : {}) })
}

/** A gesture nobody expected: ours, small, and remembered. */
export function gesture(world: World, person: Person): void {
  const { random } = person
  if (!random.chance(0.00012)) return
  const delighted = random.chance(0.6)
  world.record('interaction', SOURCE.crm, {
    customer: person.id, occurred_at: world.sometime(random, 9, 18), channel: random.chance(0.5) ? 'phone' : 'post', touchpoint: 'unexpected_gesture', direction: 'message', initiative: 'ours', goodwill_amount: random.between(2, 6) * 5,
    ...(delighted ? { impression: 2 } : {}), summary: 'A note and a small present on the day of ten years with us.',
  })
}
