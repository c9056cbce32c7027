import { channelColour, meaningColour, SERIES, tierColour } from '../ui/tokens'

/** The colour a tone of a picture stands for: `channel:<kind>`, `series:<place>`, `tier:<rank>:<how many>`, a meaning, or ink. */
export function toneColour(tone: string | undefined): string {
  if (!tone || tone === 'ink') return 'var(--w-ink)'
  const [family = '', name = '', of = ''] = tone.split(':')
  if (family === 'channel') return channelColour(name)
  if (family === 'series') return SERIES[Number(name) % SERIES.length] ?? 'var(--w-ink)'
  if (family === 'tier') return tierColour(Number(name), Number(of))
  return meaningColour(tone)
}
