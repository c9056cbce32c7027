import { Random } from '../random'
import { SOURCE } from './plan'
import type { World } from './world'

/** Days of the last year in which somebody is asked what the bank is worth to them, and the share of customers who are. */
const ASKED_OVER = 330
const ASKED = 0.42
const ANSWERED = 0.58
/** Care is remembered so long. */
const REMEMBERED = 180

type Memory = { asked: Map<number, string[]>; felt: Map<string, { day: number; level: number }[]> }
const memories = new WeakMap<World, Memory>()

/**
 * The survey “What is the bank worth to you, from 0 to 10?”, once a year of some (STORIES 22): what care did counts more than what
 * somebody holds with us. To be called when everything of a day has happened; draws of its own, so that nothing else changes.
 */
export function askWorth(world: World): void {
  const memory = memories.get(world) ?? remember(world)
  for (const { kind, raw } of world.items) {
    if (kind !== 'interaction') continue
    const { customer, result, impression, direction } = raw as { customer?: string; result?: string; impression?: number; direction?: string }
    const level = impression ?? (result === 'failed' ? -1 : result === 'exceeded' ? 1 : result === 'met' ? 0 : undefined)
    if (customer === undefined || level === undefined || direction !== 'contact') continue
    const felt = memory.felt.get(customer)
    if (felt) felt.push({ day: world.day, level })
    else memory.felt.set(customer, [{ day: world.day, level }])
  }
  for (const customer of memory.asked.get(world.day) ?? []) {
    const person = world.people.find((p) => p.id === customer)
    if (!person || person.gone || person.acquired > world.day - 60) continue
    const random = new Random(`touchstone worth ${customer}`)
    const asked = world.at(9.5)
    const answers = random.chance(ANSWERED)
    const lately = (memory.felt.get(customer) ?? []).filter(({ day }) => day > world.day - REMEMBERED && day < world.day).map(({ level }) => level)
    const worst = Math.min(0, ...lately)
    const best = Math.max(0, ...lately)
    const score = 6.6 + 1.4 * worst + 0.8 * best + 0.25 * Math.log(person.margin / 850) + 1.3 * random.normal()
    world.record('response', SOURCE.survey, {
      id: `worth-${customer}`, customer, survey: 'perceived_value', scale_min: 0, scale_max: 10, asked_at: asked,
      ...(answers ? { occurred_at: world.at(19.2), score: Math.max(0, Math.min(10, Math.round(score))) } : {}),
    })
  }
}

function remember(world: World): Memory {
  const memory: Memory = { asked: new Map(), felt: new Map() }
  for (const person of world.people) {
    const random = new Random(`touchstone asked ${person.id}`)
    if (person.scripted || !random.chance(ASKED)) continue
    const day = world.days - random.between(1, ASKED_OVER)
    const those = memory.asked.get(day)
    if (those) those.push(person.id)
    else memory.asked.set(day, [person.id])
  }
  memories.set(world, memory)
  return memory
}
