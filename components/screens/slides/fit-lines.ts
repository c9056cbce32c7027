/** Room for words, in parts of the wall: how wide, and how high where the foot takes two lines (three in portrait). Which it is, wall.css knows by the wall's proportions. */
export const ROOMS = { wide: { across: 164, down: 76 }, wider: { across: 212, down: 76 }, tall: { across: 86, down: 116 }, tallest: { across: 86, down: 136 } } as const
export type Room = { across: number; down: number }

const MOST = 20
/** Smaller than this is not read from five metres; the longest words allowed need no less (fit-lines.test.ts). */
const LEAST = 3.4
const STEP = 0.1
/** What is said second is smaller than the headline, and no larger than is read at ease. */
const SECOND = 0.6
const MOST_SECOND = 9
/** Of their own size. */
export const LINE = { headline: 1.08, text: 1.2 }
export const BETWEEN = 4
const BOLD = 1.07

/** The largest sizes at which a headline and what is to be done about it stand in a room together, every word whole. */
export function sizesIn(room: Room, headline: string, text: string): { headline: number; text: number } {
  for (let size = MOST; size > LEAST; size -= STEP) {
    const sizes = { headline: size, text: Math.max(LEAST, Math.min(MOST_SECOND, size * SECOND)) }
    const [above, below] = [linesOf(headline, room.across / size / BOLD), linesOf(text, room.across / sizes.text)]
    if (above.whole && below.whole && above.lines * size * LINE.headline + (text ? BETWEEN + below.lines * sizes.text * LINE.text : 0) <= room.down) return sizes
  }
  return { headline: LEAST, text: LEAST }
}

/** On how many lines of this width (in letters' heights) words stand; whether each is whole: what is longer than any word, an address, may be broken. */
export function linesOf(text: string, width: number): { lines: number; whole: boolean } {
  let [lines, left, whole] = [0, 0, true]
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const wide = widthOf(word)
    if (wide <= left - SPACE) { left -= wide + SPACE; continue }
    const needed = Math.max(1, Math.ceil(wide / width))
    if (needed > 1 && word.length <= LONGEST_WORD) whole = false
    lines += needed
    left = needed * width - wide
  }
  return { lines, whole }
}
const LONGEST_WORD = 30

const SPACE = 0.28
/** In parts of its height, rather too wide than too narrow: a line more would stand in the foot. */
const widthOf = (word: string): number => Array.from(word).reduce((sum, letter) => sum + (NARROW.test(letter) ? 0.34 : BROAD.test(letter) ? 0.94 : UPPER.test(letter) ? 0.72 : letter > '\u2e7f' ? 1.05 : 0.6), 0)
const NARROW = /[iljtfrI.,:;!|'’“”()\-/]/u
const BROAD = /[mwMW@%—…▲]/u
const UPPER = /\p{Lu}/u
