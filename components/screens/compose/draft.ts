import type { SaveScreenInput, SlideInput } from '@/server/schemas/screens'
import type { ScreenView } from '@/server/queries/screens/screens'

/** A screen as it is being changed; `key` keeps a slide's place on the page before it has an id. */
export type DraftSlide = Required<Omit<SlideInput, 'id'>> & { key: string; id?: string }
export type Draft = Omit<SaveScreenInput, 'id' | 'version' | 'slides'> & { slides: DraftSlide[] }

export function draftOf(screen: ScreenView): Draft {
  return {
    name: screen.name, theme: screen.theme, show_names: screen.showNames, timezone: screen.timezone, variables: screen.variables,
    slides: screen.slides.map(({ failure: _failure, ...slide }) => ({ ...slide, key: slide.id })),
  }
}

/** What is sent: keys are the page's own. */
export const slidesOf = (draft: Draft): SlideInput[] => draft.slides.map(({ key: _key, ...slide }) => slide)

/** Moves one slide to another place; the others close up. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from)
  const one = all[from]
  if (one === undefined) return [...all]
  const place = Math.max(0, Math.min(rest.length, to))
  return [...rest.slice(0, place), one, ...rest.slice(place)]
}

/** Everything that decides what a slide shows; when and how long it is on does not. */
export const askedBy = ({ kind, report, parameters, field, cell, title, text }: DraftSlide): string => JSON.stringify([kind, report, parameters, field, cell, title, text])

/** The variables in a slide that the screen does not say and a display does, as that one has them. */
export const examplesIn = (slide: DraftSlide, displays: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(displays).filter(([name]) => !Object.hasOwn(own, name) && askedBy(slide).includes(`{${name}}`))

/** "branch = north" per line ↔ variables; a line that is none is reported by its number. */
export const variablesText = (variables: Readonly<Record<string, string>>): string => Object.entries(variables).map(([name, value]) => `${name} = ${value}`).join('\n')
export function readVariables(text: string): { variables: Record<string, string>; wrong: number | null } {
  const variables: Record<string, string> = {}
  let wrong: number | null = null
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const [, name, value] = /^\s*([a-z][a-z0-9_]{0,39})\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) wrong ??= index + 1
    else variables[name] = value
  })
  return { variables, wrong }
}

/** What a display is about to show that says nothing of what its screen asks it for (`empty`: the names of it); null where it says all. */
export function warningOf(empty: readonly string[], variables: Readonly<Record<string, string>>): string | null {
  const [first, ...more] = empty.filter((name) => !variables[name])
  return first === undefined ? null : `Without a value for ${[first, ...more].join(' and ')} this display shows the whole organisation, and says so on every slide. For one part say which ${first} it is of.`
}
