import type { AlertCondition } from '@/db/vocabulary'

/** The part of a dimension that a rule is of ("Leeds" of `branch:Leeds`); null: of the whole organisation. */
export function partOf(condition: AlertCondition): string | null {
  if (condition.kind !== 'figure') return null
  const { attribute, by } = condition.parameters
  if (typeof attribute === 'string' && attribute !== '') return attribute.slice(attribute.indexOf(':') + 1)
  const { key } = condition.cell
  return typeof by === 'string' && by.startsWith('attribute:') && key && key !== 'total' ? key : null
}

/**
 * What a rule that has fired says on a wall: its own name large, what was found below it, with its part where neither says
 * it. A name with a number that is not in what was found ("More than 50 …", whose line is another by now) would be false.
 */
export function interruptionOf({ name, condition }: { name: string; condition: AlertCondition }, said: string): { title: string; text: string } {
  const part = partOf(condition)
  const found = part === null || said.includes(part) || name.includes(part) ? said : `${said}, ${part}`
  const stale = (name.match(/\d+/gu) ?? []).some((number) => !new RegExp(`(?<!\\d)${number}(?!\\d)`, 'u').test(said))
  const [title, text] = stale ? [found, name] : [name, found]
  return { title: title.slice(0, 120), text: text === title ? '' : text.slice(0, 400) }
}
