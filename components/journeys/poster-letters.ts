/** Widths of letters in hundredths of the font's size, rounded up (Geist at 600, the widest of those that are drawn). */
const WIDTHS: Readonly<Record<string, number>> = Object.fromEntries(([
  [25, ' !,.’·\''], [35, '`I|il():;j'], [45, '"[]*-1^frt{}“”'], [55, '\\/7<=>~'], [60, '#+?FLTZ_acesuvyz–'], [65, '234689EJYbdghknopqx'],
  [70, '$&05BKPRSUX…'], [75, 'ACDGHNV'], [80, 'OQ€→◆'], [85, '%w'], [95, '@Mm—'], [100, 'W'],
] as const).flatMap(([width, letters]) => Array.from(letters, (letter) => [letter, width])))
/** Letters of other alphabets: as wide as most of ours, and those of a square as wide as they are high. */
const OTHER = 65
const SQUARE = 100

/** About how wide a line is drawn, in the unit of `size`; rather too wide than too narrow. */
export function widthOf(text: string, size: number): number {
  let width = 0
  for (const letter of text) width += WIDTHS[letter] ?? ((letter.codePointAt(0) ?? 0) >= 0x1100 ? SQUARE : OTHER)
  return (width * size) / 100
}

/** Letters of text that is not bold are so much narrower. */
export const REGULAR = 0.94

/** Lines of at most `width`; a word longer than a line is broken. */
export function wrap(text: string, width: number, size: number): string[] {
  return text.split('\n').flatMap((paragraph, _, all) => {
    // A blank line parts what stands around it; nothing at all takes no line.
    if (paragraph === '' && all.length > 1) return ['']
    const lines: string[] = []
    for (const word of paragraph.split(' ').filter((one) => one !== '').flatMap((one) => pieces(one, width, size))) {
      const longer = `${lines.at(-1)} ${word}`
      if (lines.length > 0 && widthOf(longer, size) <= width) lines[lines.length - 1] = longer
      else lines.push(word)
    }
    return lines
  })
}

function pieces(word: string, width: number, size: number): string[] {
  const parts: string[] = []
  for (const letter of word) {
    const longer = (parts.at(-1) ?? '') + letter
    if (parts.length > 0 && widthOf(longer, size) <= width) parts[parts.length - 1] = longer
    else parts.push(letter)
  }
  return parts
}

/** The same, remembering what was wrapped already: a sheet is laid out many times before it is drawn. */
export function rememberingWrap(): typeof wrap {
  const known = new Map<string, string[]>()
  return (text, width, size) => {
    const key = `${width} ${size} ${text}`
    const lines = known.get(key) ?? wrap(text, width, size)
    known.set(key, lines)
    return lines
  }
}
