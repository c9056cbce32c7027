import { parseAsFloat } from 'nuqs/server'

/** Where the quadrants are cut, in the URL; without it, at the medians. */
export const cutParsers = { value_cut: parseAsFloat, perceived_cut: parseAsFloat }

/** As parameters of value-perception and value-quadrant. */
export function cutsOf({ value_cut, perceived_cut }: { value_cut: number | null; perceived_cut: number | null }): Record<string, string> {
  return { ...(value_cut === null ? {} : { value_cut: String(value_cut) }), ...(perceived_cut === null ? {} : { perceived_cut: String(perceived_cut) }) }
}
