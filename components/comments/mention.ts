export type Person = { id: string; name: string }
/** What is being typed after an @: where that stands in the text, and what of a name is there. */
export type Typed = { at: number; name: string }

const LONGEST = 40
const OFFERED = 6
const isWord = (character: string) => /[\p{L}\p{N}]/u.test(character)

/** A name that is being typed where the caret stands; null in an e-mail address, after a line's end, or far behind the @. */
export function typedMention(text: string, caret: number): Typed | null {
  const at = text.lastIndexOf('@', caret - 1)
  if (at < 0 || (at > 0 && isWord(text[at - 1] ?? ''))) return null
  const name = text.slice(at + 1, caret)
  return name.length <= LONGEST && /^[\p{L}\p{N} .'’_-]*$/u.test(name) && !name.startsWith(' ') ? { at, name } : null
}

/** Whose name goes on so, by any of its words; those whose first name does come first. None once a whole name stands there. */
export function peopleFor({ name }: Typed, people: readonly Person[]): Person[] {
  const begun = name.toLowerCase()
  const of = people.map((person) => ({ person, full: person.name.toLowerCase() })).filter(({ full }) => full !== '')
  if (of.some(({ full }) => begun.trimEnd() === full && begun !== full)) return []
  const found = of.filter(({ full }) => full.startsWith(begun) || full.split(/[\s.@_-]+/u).some((word) => word.startsWith(begun)))
  return found.toSorted((a, b) => Number(b.full.startsWith(begun)) - Number(a.full.startsWith(begun)) || a.full.localeCompare(b.full)).slice(0, OFFERED).map(({ person }) => person)
}

/** The text with that name in place of what was typed of it, and where the caret goes then. */
export function withMention(text: string, caret: number, { at }: Typed, person: Person): { text: string; caret: number } {
  const rest = text.slice(caret)
  const put = `${text.slice(0, at)}@${person.name}${/^\s/u.test(rest) ? '' : ' '}`
  return { text: put + rest, caret: put.length + (/^\s/u.test(rest) ? 1 : 0) }
}
