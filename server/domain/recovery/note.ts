/** What a note can say of the case at hand, and how each is called where templates are written. */
export const NOTE_VARIABLES = {
  greeting: 'Dear Ada, or Hello where no name is known', what_happened: 'What went wrong, in your words', when: 'The day it happened', what_we_did: 'What was done about it', why: 'Why you did it',
  goodwill: 'What was given, such as £20.00', sender: 'Your name', organisation: 'Your organisation’s name',
} as const
export type NoteVariable = keyof typeof NOTE_VARIABLES
export type NoteTemplate = { name: string; subject: string; body: string }

const isVariable = (name: string): name is NoteVariable => name in NOTE_VARIABLES

/**
 * A template's text for one case. A line with a variable that is known to be empty (no goodwill was given) is left out;
 * what nobody has said yet (undefined), and names that are no variables, stay in braces and are listed as missing.
 */
export function fillNote(text: string, values: Partial<Record<NoteVariable, string>>): { text: string; missing: string[] } {
  const missing = new Set<string>()
  const lines = text.split('\n').flatMap((line) => {
    const names = [...line.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    if (names.some((name) => isVariable(name) && values[name] === '')) return []
    return [line.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = isVariable(name) ? values[name] : undefined
      if (value === undefined) missing.add(name)
      return value ?? whole
    })]
  })
  return { text: lines.join('\n').replaceAll(/\n{3,}/g, '\n\n').trim(), missing: [...missing] }
}

/** Offered until an organisation writes its own. */
export const STARTERS: readonly NoteTemplate[] = [
  {
    name: 'Something went wrong', subject: 'We are sorry, and what we did',
    body: '{greeting}\n\non {when} something went wrong: {what_happened}. That was our mistake, and we are sorry for the trouble.\n\nWhat we did: {what_we_did}.\nWe did it because {why}.\nAs a small apology we have given you {goodwill}.\n\nIf anything is still not right, please answer this note. It comes straight to me.\n\n{sender}\n{organisation}',
  },
  {
    name: 'A promise we did not keep', subject: 'We promised, and did not do it',
    body: '{greeting}\n\nwe promised you something and did not do it in time: {what_happened}. You should not have had to wait.\n\nIt is done now: {what_we_did}.\nWe did it because {why}.\nAs a small apology we have given you {goodwill}.\n\nPlease tell me if it is not what you expected.\n\n{sender}\n{organisation}',
  },
  {
    name: 'Put right', subject: 'It is put right',
    body: '{greeting}\n\nthank you for telling us about {what_happened}. It is put right: {what_we_did}.\nWe did it because {why}.\n\nIs there anything else we should mend?\n\n{sender}\n{organisation}',
  },
]
