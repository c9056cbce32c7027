import type { Random } from '../random'
import { readily, type Person } from './people'
import { SOURCE, STORY } from './plan'
import type { World } from './world'

export type MomentSlug = 'resolve_a_question' | 'change_service' | 'billing_question' | 'dispute_a_charge' | 'make_a_claim'
type Result = 'failed' | 'met' | 'exceeded'

const WHY = [
  ['general_question', 0.26], ['replace_a_card', 0.1], ['resolve_a_question', 0.27], ['billing_question', 0.17], ['change_service', 0.11], ['dispute_a_charge', 0.05], ['make_a_claim', 0.04],
] as const
const TITLES: Record<MomentSlug, string> = {
  resolve_a_question: 'Something does not work', change_service: 'Wants to change service or device', billing_question: 'Asks about a charge', dispute_a_charge: 'Disputes a card payment', make_a_claim: 'Makes a claim',
}
/** Of a hundred failed ones, how many leave within two months. */
const LEAVES: Record<MomentSlug, number> = { resolve_a_question: 0.07, change_service: 0.09, billing_question: 0.12, dispute_a_charge: 0.14, make_a_claim: 0.12 }
const SPENDS_LESS = 0.2
const REFERS = 0.14
const RECORDED = 0.74
const CONTACTS_A_MONTH = [0.29, 0.33] as const

/** Habits: fewer visits and letters, more chats with people and machines. Calls stay. */
const channelsAt = (progress: number) => [
  ['phone', 0.5], ['branch', 0.13 - 0.05 * progress], ['chat', 0.1 + 0.05 * progress], ['virtual_agent', 0.03 + 0.2 * progress], ['email', 0.12 - 0.03 * progress], ['ivr', 0.07], ['post', 0.03 - 0.02 * progress], ['social', 0.01],
] as const

/** They come to us with something. */
export function comeToUs(world: World, person: Person, weekday: number): void {
  const { random } = person
  const rate = CONTACTS_A_MONTH[0] + (CONTACTS_A_MONTH[1] - CONTACTS_A_MONTH[0]) * world.progress
  if (!random.chance((rate * person.activity * weekday) / 30.4)) return
  const why = world.between(STORY.billingFrom, STORY.billingTo) && random.chance(0.14) ? 'billing_question' : random.weighted(WHY)
  if (why === 'general_question') call(world, person, why)
  else if (why === 'replace_a_card') replaceCard(world, person)
  else {
    const channel = random.weighted(channelsAt(world.progress))
    episode(world, person, { touchpoint: why, channel, result: resultOf(world, random, why, channel) })
  }
}

/** The same task is not served alike everywhere: well in a branch, badly by the virtual agent. */
const WORSE: Readonly<Record<string, number>> = { branch: 0.5, virtual_agent: 1.9, ivr: 1.5, email: 1.2 }

function resultOf(world: World, random: Random, touchpoint: MomentSlug, channel: string): Result {
  const usual = touchpoint === 'billing_question' && world.between(STORY.billingFrom, STORY.billingTo) ? 0.4 : 0.13
  const wrong = usual * (WORSE[channel] ?? 1)
  return random.weighted<Result>([['failed', wrong], ['exceeded', channel === 'branch' ? 0.2 : 0.12], ['met', 0.8 - wrong]])
}

const people = (random: Random, person: Person) => ({ team: `${person.region} ${random.pick(['A', 'B'])}`, handled_by: `agent-${random.between(1, 40)}` })

/** A contact that opens no issue. A virtual agent that gives up hands over to a person, minutes later. */
export function call(world: World, person: Person, touchpoint: string, summary?: string): void {
  if (person.gone || person.scripted) return
  const { random } = person
  const channel = touchpoint === 'ask_about_a_message' ? 'phone' : random.weighted(channelsAt(world.progress))
  const hour = 10.5 + random.next() * 9
  const base = { customer: person.id, touchpoint, direction: 'contact', initiative: 'theirs', ...(summary ? { summary } : {}) }
  if (channel === 'virtual_agent' || channel === 'ivr') {
    const gaveUp = random.chance(0.34)
    world.record('interaction', SOURCE.crm, { ...base, occurred_at: world.at(hour), channel, duration_s: random.between(40, 300), ...(gaveUp ? { handed_over_to: 'phone', impression: random.chance(0.3) ? -1 : 0 } : {}) })
    if (gaveUp) world.record('interaction', SOURCE.crm, { ...base, occurred_at: world.at(hour + 0.15), channel: 'phone', duration_s: random.between(120, 700), ...people(random, person), asked_for: ['account number'] })
    return
  }
  world.record('interaction', channel === 'chat' ? SOURCE.chat : SOURCE.crm, {
    ...base, occurred_at: world.at(hour), channel, duration_s: random.between(90, 900), ...people(random, person), ...(random.chance(0.3) ? { asked_for: ['account number'] } : {}),
  })
}

/** Should just be quick, and yet strong feelings gather here: nobody has marked it as a moment so far. */
function replaceCard(world: World, person: Person): void {
  const { random } = person
  const strong = random.chance(0.14)
  world.record('interaction', SOURCE.crm, {
    customer: person.id, occurred_at: world.sometime(random, 8, 19), channel: random.chance(0.7) ? 'phone' : 'branch', touchpoint: 'replace_a_card', direction: 'contact', initiative: 'theirs',
    mood: -1, impression: strong ? -2 : 0, duration_s: random.between(200, 900), ...people(random, person),
  })
  if (strong && random.chance(0.25 * readily(person))) world.in(random.between(10, 50), () => world.leave(person, 'voluntary', 'Waited too long for a card'))
}

export type Episode = {
  touchpoint: MomentSlug
  channel: string
  result: Result
  /** On which day they will leave (the story of the top tier); without it chance decides. */
  leaves?: number
  /** What it is about began before: we wrote to them. */
  issue?: string
}

/** One task at a moment that matters, from the first contact to its end, and what it does to the relationship. */
export function episode(world: World, person: Person, { touchpoint, channel, result, leaves, issue: begun }: Episode): void {
  if (person.gone || person.scripted) return
  const { random } = person
  const failed = result === 'failed'
  // The chat desk has issues of its own and does not tell them to anybody.
  const source = channel === 'chat' ? SOURCE.chat : SOURCE.crm
  const issue = begun ?? world.serial('issue')
  const hour = 8 + random.next() * 6
  const at = world.at(hour)
  const bad = touchpoint === 'make_a_claim' || touchpoint === 'dispute_a_charge'
  const base = { customer: person.id, touchpoint, direction: 'contact', initiative: 'theirs', issue }
  const impression = failed ? (random.chance(0.3) ? -2 : -1) : result === 'exceeded' ? (random.chance(0.35) ? 2 : 1) : random.chance(0.3) ? 0 : null
  const first = world.record('interaction', source, {
    ...base, occurred_at: at, channel, duration_s: random.between(180, 1500), mood: bad ? random.pick([-2, -1, -1, 0]) : random.pick([-1, 0, 0, 1]), ...(impression === null ? {} : { impression }),
    ...(random.chance(leaves === undefined ? RECORDED : 1) ? { result } : {}), ...people(random, person), asked_for: ['account number', ...(random.chance(0.4) ? ['postcode'] : [])],
    ...(failed && random.chance(0.4) ? { handed_over_to: 'back office' } : {}), ...(touchpoint === 'change_service' ? { options_offered: random.between(2, 14) } : {}),
    ...(touchpoint === 'make_a_claim' || touchpoint === 'dispute_a_charge' ? { attributes: { amount: random.between(20, 900) } } : {}),
  })
  const took = failed ? random.between(4, 20) : random.between(0, 2)
  const evening = world.at(19.5)
  world.record('issue', source, { id: issue, customer: person.id, opened_at: at, touchpoint, title: TITLES[touchpoint], ...(took === 0 ? { resolved_at: evening, updated_at: evening } : { updated_at: at }) })
  if (took > 0) world.in(took, () => {
    const done = world.at(19.5)
    world.record('issue', source, { id: issue, customer: person.id, resolved_at: done, updated_at: done })
    if (failed && !person.gone && random.chance(0.22)) {
      world.record('interaction', SOURCE.crm, { customer: person.id, occurred_at: world.at(18), channel: 'phone', touchpoint, direction: 'message', initiative: 'ours', goodwill_amount: random.between(1, 8) * 5, summary: 'Apologised, with a goodwill payment.', ...people(random, person) })
    }
  })
  if (leaves !== undefined || random.chance(failed ? 0.45 : 0.15)) promise(world, person, source, issue, first, failed)
  if (failed && random.chance(leaves === undefined ? 0.6 : 1)) again(world, person, source, issue, touchpoint)
  survey(world, person, touchpoint, result)
  follow(world, person, touchpoint, result, leaves)
}

function promise(world: World, person: Person, source: string, issue: string, interaction: string, failed: boolean): void {
  const due = person.random.between(1, 5)
  const kept = person.random.chance(failed ? 0.45 : 0.92)
  world.record('promise', source, {
    customer: person.id, issue, interaction, made_at: world.at(20), due_at: world.at(17, world.day + due), ...(kept && world.day + due < world.days ? { kept_at: world.at(15, world.day + due) } : {}),
    team: `${person.region} A`, text: 'We will call you back with an answer.',
  })
}

/** They have to come again about the same thing, and are asked the same again. */
function again(world: World, person: Person, source: string, issue: string, touchpoint: string): void {
  const { random } = person
  world.in(random.between(1, 6), () => {
    if (person.gone) return
    world.record('interaction', source, {
      customer: person.id, occurred_at: world.sometime(random, 9, 19), channel: source === SOURCE.chat ? 'chat' : 'phone', touchpoint, direction: 'contact', initiative: 'theirs', issue, mood: -1, impression: random.chance(0.25) ? -2 : -1,
      duration_s: random.between(300, 1800), ...people(random, person), ...(random.chance(0.55) ? { asked_for: ['account number'] } : {}),
    })
  })
}

function survey(world: World, person: Person, touchpoint: string, result: Result): void {
  const { random } = person
  if (!random.chance(0.3)) return
  const score = result === 'failed' ? random.between(1, 3) : result === 'exceeded' ? random.between(4, 5) : random.between(3, 5)
  const asked = world.at(20.5)
  if (!random.chance(0.4)) world.record('response', SOURCE.survey, { customer: person.id, survey: 'csat', touchpoint, asked_at: asked })
  else world.in(1, () => {
    world.record('response', SOURCE.survey, { customer: person.id, survey: 'csat', touchpoint, asked_at: asked, occurred_at: world.sometime(random, 8, 20), score })
    // How easy it was, 1 very difficult to 7 very easy, asked of some in the same letter.
    if (random.chance(0.3)) world.record('response', SOURCE.survey, { customer: person.id, survey: 'ces', touchpoint, asked_at: asked, occurred_at: world.at(20.2), score: Math.min(7, score + 2 + random.between(-1, 1)) })
  })
}

/**
 * One story across channels and weeks (STORIES 27): a fraud alert by text, their call about it, how it was resolved. The
 * contact centre sends such an alert itself, so that all of it is one issue.
 */
export function fraudStory(world: World, person: Person): void {
  const issue = world.serial('issue')
  world.record('interaction', SOURCE.crm, { customer: person.id, occurred_at: world.at(7.6), channel: 'sms', touchpoint: 'fraud_alert', direction: 'message', initiative: 'ours', issue })
  episode(world, person, { touchpoint: 'dispute_a_charge', channel: 'phone', result: resultOf(world, person.random, 'dispute_a_charge', 'phone'), issue })
}

function recommend(world: World, person: Person, [low, high]: readonly [number, number]): void {
  const asked = world.at(21.5)
  world.in(person.random.between(2, 20), () => {
    if (!person.gone) world.record('response', SOURCE.survey, { customer: person.id, survey: 'nps', asked_at: asked, occurred_at: world.sometime(person.random, 9, 20), score: person.random.between(low, high) })
  })
}

/** Fail and they may leave or spend less; succeed and they may bring others. */
function follow(world: World, person: Person, touchpoint: MomentSlug, result: Result, leaves: number | undefined): void {
  const { random } = person
  if (result !== 'met' && random.chance(0.07)) recommend(world, person, result === 'failed' ? [0, 6] : [9, 10])
  if (leaves !== undefined) return world.on(leaves, () => world.leave(person, 'voluntary', 'A charge that was never put right'))
  if (result === 'failed' && random.chance(LEAVES[touchpoint] * readily(person))) world.in(random.between(8, 55), () => world.leave(person, 'voluntary', random.pick(['Went to another bank', 'Poor service', 'A charge that was never put right'])))
  else if (result === 'failed' && random.chance(SPENDS_LESS)) {
    person.spends = 0.4
    world.in(random.between(120, 300), () => { person.spends = 1 })
  } else if (result === 'exceeded' && random.chance(REFERS)) {
    world.in(random.between(2, 45), () => {
      if (person.gone) return
      const friend = world.newcomers.shift()
      world.record('referral', SOURCE.marketing, { customer: person.id, occurred_at: world.sometime(random, 9, 20), ...(friend && friend !== person.id ? { referred_customer: friend } : {}) })
    })
  }
}
