import { dayNumber } from '../../domain/time/local-day'
import { Random } from '../random'
import { daysOf, OVERBILLED, SAMPLE_END, type SamplePlan } from './plan'

/** One customer of the bank, and how they are. Days count from the plan's first. */
export type Person = {
  id: string
  name: string
  email: string
  region: string
  product: string
  /** Negative: before the plan's first day. */
  acquired: number
  gone: boolean
  /** The bank's margin per 30 days, in pence, while nothing has happened. */
  margin: number
  /** What they still give of it. */
  spends: number
  /** Day of the 30-day statement cycle. */
  phase: number
  /** How much they do, against the average of 1. */
  activity: number
  /** How likely they are to leave in 30 days when nothing happens: less where more is at stake. */
  hazard: number
  salary: boolean
  /** Written out by hand (STORIES 20): nothing happens to them by chance. */
  scripted: boolean
  random: Random
}

const FIRST = ['Aisha', 'Alan', 'Amelia', 'Anwen', 'Arjun', 'Beatrice', 'Callum', 'Carys', 'Chidi', 'Clara', 'Daniel', 'Deepa', 'Edith', 'Ewan', 'Fatima', 'Fergus', 'Grace', 'Gwen', 'Hamish', 'Helen', 'Idris', 'Imogen', 'Jack', 'Joan', 'Kofi', 'Leila', 'Lewis', 'Mabel', 'Marek', 'Martha', 'Mei', 'Mohammed', 'Niamh', 'Nora', 'Olivia', 'Oscar', 'Padma', 'Patrick', 'Rhys', 'Rosa', 'Samuel', 'Sian', 'Sophie', 'Tariq', 'Thomas', 'Uma', 'Victor', 'Wendy', 'Yusuf', 'Zofia'] as const
const LAST = ['Abbott', 'Achebe', 'Ahmed', 'Ashdown', 'Barlow', 'Birch', 'Blackwood', 'Brennan', 'Chaudhry', 'Clegg', 'Cotterill', 'Davies', 'Dunmore', 'Ellis', 'Fairley', 'Farrow', 'Gallagher', 'Greenhalgh', 'Griffiths', 'Hargreave', 'Hollis', 'Hussain', 'Ingram', 'Jarvis', 'Kapoor', 'Kowalska', 'Lacey', 'Llewellyn', 'Marsden', 'McBride', 'Moffat', 'Nair', 'Nowak', 'Oakley', 'Okafor', 'Parry', 'Pemberton', 'Quayle', 'Rahman', 'Ridley', 'Sato', 'Shaw', 'Thackeray', 'Treharne', 'Underhill', 'Vaughan', 'Wardle', 'Wilding', 'Yates', 'Zaman'] as const
const REGIONS = [['North', 0.34], ['Midlands', 0.26], ['Wales', 0.16], ['South West', 0.24]] as const
const PRODUCTS = [['Current account', 0.5], ['Savings', 0.22], ['Mortgage', 0.18], ['Business', 0.1]] as const

/** Share of customers who were there on the first day; the others come one by one. */
const PRESENT_AT_START = 0.66
/** Natural logarithm's spread of margins: at 1.25 a tenth of customers gives half of the margin. */
const SPREAD = 1.25
const MEDIAN_MARGIN = 850

/** Everybody who ever was a customer, in the order of their ids. */
export function population(plan: SamplePlan): Person[] {
  const days = daysOf(plan)
  // Ten years of history before the first day, as if customers had come evenly.
  const before = 3650
  return Array.from({ length: plan.customers }, (_, i) => {
    const id = `C${String(i + 1).padStart(5, '0')}`
    const random = new Random(`touchstone sample ${id}`)
    const scripted = id === OVERBILLED.id
    const name = scripted ? OVERBILLED.name : `${random.pick(FIRST)} ${random.pick(LAST)}`
    const z = random.normal()
    const old = scripted || random.chance(PRESENT_AT_START)
    const acquired = old ? -random.between(1, before) : random.between(1, days - 1)
    return {
      id, name, email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${i + 1}@example.com`, region: random.weighted(REGIONS), product: random.weighted(PRODUCTS),
      acquired, gone: false, margin: scripted ? 6400 : Math.round(MEDIAN_MARGIN * Math.exp(SPREAD * z)), spends: 1, phase: random.between(0, 29),
      activity: Math.exp(0.45 * random.normal() - 0.1 + 0.1 * z), hazard: z > 1.28 ? 0.0012 : z > 0.52 ? 0.004 : z > -0.25 ? 0.0075 : 0.0125, salary: random.chance(0.04), scripted, random,
    }
  })
}

/** The instant a day of the plan begins, epoch ms: UTC, which within the hours used here is the bank's local day too. */
export const dayStart = (plan: SamplePlan, day: number): number => (dayNumber(SAMPLE_END) - daysOf(plan) + day) * 86_400_000

/** How readily somebody leaves after a bad experience, against the average of 1: the more they hold with us, the less. */
export const readily = ({ hazard }: Person): number => Math.sqrt(hazard / 0.0075)
