/** What an action of the pages before sign-in answers: `places` say which field, in words for the person at the form. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; message: string; places: { field: string; reason: string }[] }

/** The reason at one field; `undefined` when it is not to blame. */
export function reasonAt(outcome: Outcome<unknown> | null, field: string): string | undefined {
  if (!outcome || outcome.ok) return undefined
  const place = outcome.places.find((p) => p.field === field)
  return place ? sentence(place.reason) : undefined
}

/** The message for the form as a whole: only when no field of it says what is wrong. */
export function messageOf(outcome: Outcome<unknown> | null, fields: readonly string[]): string | undefined {
  if (!outcome || outcome.ok || outcome.places.some((p) => fields.includes(p.field))) return undefined
  return outcome.message
}

/** "is missing" under a field reads "Is missing."; a sentence stays one. */
const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
