/** Lower case, runs of other characters → `_`; letters and digits of any script are kept. Never empty: `_` then. */
export function slugOf(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '') || '_'
}
