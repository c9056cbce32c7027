import { call, fraudStory } from './care'
import { readily, type Person } from './people'
import { SOURCE } from './plan'
import type { World } from './world'

/** Monday to Sunday, against an average day. */
const WEEKDAYS = [1.14, 1.08, 1.06, 1.05, 1.1, 0.86, 0.71]
const weekdayFactor = (world: World): number => WEEKDAYS[(new Date(world.at(12)).getUTCDay() + 6) % 7] ?? 1

const MONTH = 30.4
/** Per customer and month, on the first day and on the last. */
const LOOKUPS = [0.95, 2.35] as const
const MESSAGES = [0.6, 1.75] as const

/** What is the same for everybody on one day. */
export type Rates = { weekday: number; /** Per customer of average activity. */ lookups: number; messages: number }

export function ratesOn(world: World): Rates {
  const weekday = weekdayFactor(world)
  const daily = ([first, last]: readonly [number, number]) => (first * (last / first) ** world.progress * weekday) / MONTH
  return { weekday, lookups: daily(LOOKUPS), messages: daily(MESSAGES) }
}

const LOOKUP_AT = [['check_balance', 0.54], ['view_statement', 0.18], ['pay_a_bill', 0.2], ['find_a_branch', 0.03], ['compare_products', 0.05]] as const
type MessageKind = readonly [{ touchpoint: string; channel: string; /** Share that makes somebody call within two days. */ calls: number }, number]
const MESSAGE_KINDS: readonly [MessageKind, ...MessageKind[]] = [
  [{ touchpoint: 'balance_alert', channel: 'sms', calls: 0.02 }, 0.36], [{ touchpoint: 'statement_ready', channel: 'email', calls: 0.03 }, 0.24],
  [{ touchpoint: 'service_notice', channel: 'mobile_app', calls: 0.035 }, 0.18], [{ touchpoint: 'special_offer', channel: 'email', calls: 0.008 }, 0.18],
  [{ touchpoint: 'fraud_alert', channel: 'sms', calls: 0.3 }, 0.04],
]
const PAY_FAILS = 0.012

/** They help themselves: mostly on the web at first, mostly in the app at the end. */
export function lookUp(world: World, person: Person, rates: Rates): void {
  const { random } = person
  for (let n = random.count(rates.lookups * person.activity); n > 0; n--) {
    const touchpoint = random.weighted(LOOKUP_AT)
    const channel = random.chance(0.3 + 0.45 * world.progress) ? 'mobile_app' : 'web'
    const failed = touchpoint === 'pay_a_bill' && random.chance(PAY_FAILS)
    world.record('interaction', SOURCE.digital, {
      customer: person.id, occurred_at: world.sometime(random), channel, ...(random.chance(0.997) ? { touchpoint } : {}), direction: 'lookup', duration_s: random.between(8, touchpoint === 'pay_a_bill' ? 240 : 90),
      ...(touchpoint === 'pay_a_bill' && (failed || random.chance(0.5)) ? { result: failed ? 'failed' : 'met', result_source: 'rule' } : {}),
      ...(touchpoint === 'compare_products' ? { options_offered: random.between(3, 24) } : {}),
    })
    if (!failed) continue
    // They just failed on the website; many call, and some do not forget.
    if (random.chance(0.5)) world.in(random.between(0, 1), () => call(world, person, 'general_question', 'The payment did not go through online.'))
    if (random.chance(0.05 * readily(person))) world.in(random.between(6, 50), () => world.leave(person, 'voluntary', 'Payments failed'))
  }
}

/** We write to them, more every year; some messages breed calls. */
export function message(world: World, person: Person, rates: Rates): void {
  const { random } = person
  for (let n = random.count(rates.messages); n > 0; n--) {
    const { touchpoint, channel, calls } = random.weighted(MESSAGE_KINDS)
    if (touchpoint === 'fraud_alert' && !person.scripted && random.chance(0.15)) {
      fraudStory(world, person)
      continue
    }
    world.record('interaction', SOURCE.messaging, { customer: person.id, occurred_at: world.sometime(random, 7, 10), channel, touchpoint, direction: 'message', initiative: 'ours' })
    if (random.chance(calls)) world.in(random.between(0, 1), () => call(world, person, 'ask_about_a_message', `About “${touchpoint.replaceAll('_', ' ')}”.`))
  }
  // Observations: nobody asked for them, and they leave impressions all the same.
  if (random.chance(0.0012)) {
    const post = random.chance(0.3)
    const impression = post && random.chance(0.4) ? random.pick([-2, -1, 1, 2]) : 0
    world.record('interaction', SOURCE.marketing, {
      customer: person.id, occurred_at: world.sometime(random), channel: post ? 'social' : 'billboard', touchpoint: post ? 'read_a_friends_post' : 'see_an_advert', form: 'observation', direction: 'message',
      initiative: post ? 'theirs' : 'ours', ...(post ? { impression } : {}),
    })
  }
}

/** Every thirty days what the bank earned from them; a salary passes through and is nobody's revenue. */
export function earn(world: World, person: Person): void {
  const { random } = person
  if ((world.day + person.phase) % 30 !== 0) return
  const pounds = (pence: number) => Math.round(pence) / 100
  world.record('transaction', SOURCE.core, { customer: person.id, occurred_at: world.at(4), kind: 'margin', amount: pounds(person.margin * person.spends * (0.92 + 0.16 * random.next())) })
  if (person.salary) world.record('transaction', SOURCE.core, { customer: person.id, occurred_at: world.at(5), kind: 'salary', amount: pounds(random.between(140_000, 420_000)) })
  if (random.chance(0.004)) world.record('transaction', SOURCE.core, { customer: person.id, occurred_at: world.at(6), kind: 'refund', amount: -pounds(person.margin * 0.2) })
}
