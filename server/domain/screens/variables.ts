import { addDays, addMonths, firstOfMonth, mondayOf, type LocalDay } from '../time/local-day'

/** What an organisation knows by itself: today, and slugs that slides can name without writing them down. */
export type Known = { today: LocalDay; top_tier: string | null; critical: readonly string[] }

/** The words that stand in braces by themselves, for forms and help. */
export const BUILT_IN = {
  today: 'today’s date', week: 'Monday of this week', month: 'the first of this month', year: 'the first of January',
  '-28d': 'a number of days ago', '-12m': 'the first of the month, a number of months ago', top_tier: 'the best value tier', critical: 'all critical touchpoints',
} as const

export const VARIABLE_NAME = /^[a-z][a-z0-9_]{0,39}$/

/**
 * Replaces `{name}` by the device's, else the screen's, else a built-in value. A name nobody knows throws an Error that
 * says so; what comes to nothing because a known word has no value (no tiers yet, a variable left empty), is left out: a
 * `name:` alone asks for nothing either.
 */
export function fill(text: string, variables: Readonly<Record<string, string>>, known: Known): string | null {
  let missing = false
  const filled = text.replace(/\{([^{}]{1,40})\}/g, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : builtIn(name, known)
    if (value === undefined) throw new Error(`{${name}} stands for nothing here: give the screen or this display a variable of that name.`)
    if (value === null || value === '') missing = true
    return value ?? ''
  })
  return missing && /^([^:]+:)?\s*$/u.test(filled) ? null : filled
}

/** Known words that narrow a slide to some, with why they stand for nothing: left out, the slide would be of all under the name of some. */
const NARROWING: Readonly<Record<string, string>> = {
  top_tier: 'There are no value tiers yet: they are cut once transactions have arrived.', critical: 'No touchpoint is marked as critical yet.',
}

/** Why a slide cannot be of whom it asks for; null where it can. */
export function lacking(values: Readonly<Record<string, unknown>>, variables: Readonly<Record<string, string>>, known: Known): string | null {
  const names = Object.values(values).flatMap((value) => (typeof value === 'string' ? namesIn(value) : []))
  const lacks = names.find((name) => NARROWING[name] !== undefined && !Object.hasOwn(variables, name) && builtIn(name, known) === null)
  return lacks === undefined ? null : (NARROWING[lacks] ?? null)
}

/** The variable of a display that says of which part it is: the name of a dimension, as variables are written. */
export const variableOf = (dimension: string): string => dimension.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_$/g, '').slice(0, 40) || 'part'

/** What the variables of one's own that stand in a text stand for; built-in words are no variables of one's own. */
export const ownVariables = (text: string, variables: Readonly<Record<string, string>>): string[] =>
  namesIn(text).flatMap((name) => (Object.hasOwn(variables, name) && variables[name] ? [variables[name]] : []))

type Asking = { report: string | null; parameters: Readonly<Record<string, unknown>>; cell: Readonly<Record<string, unknown>> }

/** The variables of one's own by which slides ask for a part, and which say nothing: without them those slides are of the whole. */
export const unsaid = (slides: readonly Asking[], variables: Readonly<Record<string, string>>): string[] =>
  [...new Set(slides.flatMap(({ report, parameters, cell }) => (report === null ? [] : Object.values({ ...parameters, ...cell }).flatMap((value) => (typeof value === 'string' ? namesIn(value) : [])))))].filter((name) => Object.hasOwn(variables, name) && variables[name] === '')

/**
 * The dimensions whose part a variable says, by the variable: slides narrow by it (`branch:{place}`), or it has the
 * dimension's own name. Every display may say its own.
 */
export function partsSaid(slides: readonly Asking[], variables: Readonly<Record<string, string>>, dimensions: readonly string[]): Record<string, string> {
  const named = dimensions.flatMap((dimension) => (Object.hasOwn(variables, variableOf(dimension)) ? [[variableOf(dimension), dimension] as const] : []))
  const asked = slides.flatMap(({ parameters: { attribute } }) => {
    const [, dimension = '', variable = ''] = typeof attribute === 'string' ? (/^([^:]+):\{([^{}]+)\}$/u.exec(attribute) ?? []) : []
    return dimensions.includes(dimension) ? [[variable, dimension] as const] : []
  })
  return Object.fromEntries([...named, ...asked])
}

type View = { parameters: Readonly<Record<string, string | number | boolean>>; cell: Readonly<Record<string, string>> }
/** `own`: the view as each display would have it; `of` and `value`: of what it is one part, and of which, as it stands; null: of all of them. */
export type Followed = { own: View; variable: string; of: string; value: string | null }

/**
 * A view of one branch (or channel, tier, touchpoint) as it would follow the variable by which a screen says which, and of a
 * whole that can be told by it (`divisible`) too; null where the screen has none for it.
 */
export function followed({ parameters, cell }: View, { slides, variables }: { slides: readonly Asking[]; variables: Readonly<Record<string, string>> }, dimensions: readonly string[], divisible: boolean): Followed | null {
  const said = Object.entries(partsSaid(slides, variables, dimensions))
  const variableOfPart = (dimension: string) => said.find(([, one]) => one === dimension)?.[0]
  const fixed = (value: unknown): value is string => typeof value === 'string' && value !== '' && value !== 'total' && !value.includes('{')
  // One figure of a split: its cell says which part.
  const split = typeof parameters.by === 'string' ? (/^attribute:(.+)$/su.exec(parameters.by)?.[1] ?? '') : ''
  const inCell = variableOfPart(split)
  if (inCell !== undefined && fixed(cell.key)) return { own: { parameters, cell: { ...cell, key: `{${inCell}}` } }, variable: inCell, of: split, value: cell.key }
  const [, dimension = '', value = ''] = fixed(parameters.attribute) ? (/^([^:]+):(.+)$/su.exec(parameters.attribute) ?? []) : []
  const narrowing = variableOfPart(dimension)
  if (narrowing !== undefined) return { own: { parameters: { ...parameters, attribute: `${dimension}:{${narrowing}}` }, cell }, variable: narrowing, of: dimension, value }
  for (const filter of ['channel', 'touchpoint', 'segment']) {
    const given = parameters[filter]
    const variable = Object.keys(variables).find((name) => slides.some((slide) => slide.parameters[filter] === `{${name}}`))
    if (variable !== undefined && fixed(given)) return { own: { parameters: { ...parameters, [filter]: `{${variable}}` }, cell }, variable, of: filter, value: given }
  }
  const [first] = said
  return divisible && first && parameters.attribute === undefined && split === '' ? { own: { parameters: { ...parameters, attribute: `${first[1]}:{${first[0]}}` }, cell }, variable: first[0], of: first[1], value: null } : null
}

const namesIn = (text: string): string[] => [...text.matchAll(/\{([^{}]{1,40})\}/g)].map(([, name = '']) => name)

function builtIn(name: string, { today, top_tier, critical }: Known): string | null | undefined {
  if (name === 'today') return today
  if (name === 'week') return mondayOf(today)
  if (name === 'month') return firstOfMonth(today)
  if (name === 'year') return `${today.slice(0, 4)}-01-01`
  if (name === 'top_tier') return top_tier
  if (name === 'critical') return critical.length > 0 ? critical.join(',') : null
  const [, count, unit] = /^-(\d{1,4})([dm])$/.exec(name) ?? []
  if (count === undefined) return undefined
  return unit === 'd' ? addDays(today, -Number(count)) : addMonths(firstOfMonth(today), -Number(count))
}

/** Every text value of a record filled; those that come to nothing are left out. */
export function fillAll<V>(values: Readonly<Record<string, V>>, variables: Readonly<Record<string, string>>, known: Known): Record<string, V | string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]): [string, V | string][] => {
    if (typeof value !== 'string') return [[key, value]]
    const filled = fill(value, variables, known)
    return filled === null ? [] : [[key, filled]]
  }))
}
