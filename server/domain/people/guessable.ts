/** What runs along a row of keys, the alphabet or the digits, either way. */
const ROWS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p', '1q2w3e4r5t6y7u8i9o0p', 'q1w2e3r4t5y6u7i8o9p0', 'qazwsxedcrfvtgbyhnujmikolp']
const backwards = (text: string) => text.split('').toReversed().join('')
const RUNS = ROWS.flatMap((row) => [row, backwards(row)])

const notLettersAround = /^\P{L}+|\P{L}+$/gu
const SHORTEST_WORD = 3

/**
 * Whether a password is one that guessers try first: it stands in `common` (lower case), as it is, with digits or signs
 * around, several times over, or two of them in a row; or it runs along the keys, or has fewer than four different characters.
 */
export function isCommon(password: string, common: ReadonlySet<string>): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  if (new Set(text).size < 4 || RUNS.some((row) => row.includes(text)) || common.has(text)) return true
  const bare = text.replaceAll(notLettersAround, '')
  if (bare !== text && bare.length > SHORTEST_WORD && common.has(bare)) return true
  for (let at = SHORTEST_WORD; at <= text.length - SHORTEST_WORD; at++) {
    const [head, tail] = [text.slice(0, at), text.slice(at)]
    if ((common.has(head) && common.has(tail)) || (text.length % at === 0 && head.repeat(text.length / at) === text)) return true
  }
  return false
}

/**
 * Whether a password's letters are nothing but `words` (a name, an e-mail's, the organisation's), in whatever order, with
 * digits and signs anywhere: "North-Bank 2026!" for North Bank. Words are taken apart at what is no letter.
 */
export function isMadeOf(password: string, words: readonly string[]): boolean {
  const letters = (text: string) => text.normalize('NFKD').toLowerCase().replaceAll(/[^\p{L}]/gu, '')
  const parts = [...new Set(words.flatMap((word) => [letters(word), ...word.normalize('NFKD').split(/[^\p{L}\p{M}]+/u).map(letters)]))]
    .filter((part) => part.length >= SHORTEST_WORD).toSorted((a, b) => b.length - a.length)
  const all = letters(password)
  let rest = all
  for (const part of parts) rest = rest.replaceAll(part, ' ')
  return rest !== all && rest.replaceAll(' ', '').length < SHORTEST_WORD
}
