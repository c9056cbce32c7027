import { addDays, type LocalDay } from '../../domain/time/local-day'
import type { Item } from '../../services/recording/record'
import type { Link } from '../../services/recording/identify'
import { comeToUs } from './care'
import { arrive, gesture, npsSurvey, perhapsLeave, strangers, twice, visitBefore } from './comings'
import type { SamplePlan } from './plan'
import { earn, lookUp, message, ratesOn } from './routine'
import { faults, overbilled, topTierLeaves } from './stories'
import { World } from './world'
import { askWorth } from './worth'

/** What the bank's systems sent about one day, and which visitors were recognised on it. */
export type SeedDay = { day: LocalDay; items: Item[]; links: Link[] }

/**
 * The sample bank, day by day: the same plan gives the same records in the same order, on every machine. Pure; only the
 * day in hand is kept.
 */
export function* sampleDays(plan: SamplePlan): Generator<SeedDay> {
  const world = new World(plan)
  for (const person of world.people) if (!person.scripted) visitBefore(world, person)
  twice(world)
  topTierLeaves(world)
  overbilled(world)
  faults(world)
  for (world.day = 0; world.day < world.days; world.day++) {
    world.items = []
    world.links = []
    const rates = ratesOn(world)
    for (const person of world.people) {
      if (person.acquired > world.day || person.gone) continue
      if (person.acquired === world.day || world.day === 0) arrive(world, person)
      earn(world, person)
      lookUp(world, person, rates)
      message(world, person, rates)
      if (person.scripted) continue
      comeToUs(world, person, rates.weekday)
      npsSurvey(world, person)
      gesture(world, person)
      perhapsLeave(world, person)
    }
    strangers(world)
    world.runAgenda()
    askWorth(world)
    yield { day: addDays(plan.from, world.day), items: world.items, links: world.links }
  }
}
