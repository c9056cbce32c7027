import type { Picture } from '@/server/domain/screens/frame'
import { Mark } from '../mark'

/** Up to three sentences, as large as all of them allow. */
export function SentenceSlide({ picture: { answer, sentences, more, none, well } }: { picture: Extract<Picture, { kind: 'sentence' }> }) {
  if (answer) return <Answer answer={answer} sentences={sentences} />
  if (sentences.length === 0) return <p style={{ margin: 'auto 0', fontSize: 'calc(var(--u) * 11)', lineHeight: 1.12, fontWeight: 600, textWrap: 'balance' }}>{well && <span className="wall-good">● </span>}{none}</p>
  const letters = sentences.reduce((sum, sentence) => sum + sentence.length + 30, 0)
  return (
    <ul style={{ margin: 'auto 0', display: 'grid', gap: 'calc(var(--u) * 3.5)', fontSize: fitting(letters, 9, sentences.join(' ')), lineHeight: 1.18, fontWeight: 550 }}>
      {sentences.map((sentence) => <li key={sentence} style={{ textWrap: 'pretty' }}>{sentence}</li>)}
      {more > 0 && <li className="wall-quiet" style={{ fontSize: 'calc(var(--u) * 4.6)', fontWeight: 400 }}>and {more} more</li>}
    </ul>
  )
}

/** The answer as large as a figure, what it rests on below. */
function Answer({ answer, sentences }: { answer: { text: string; well: boolean | null }; sentences: readonly string[] }) {
  const letters = sentences.reduce((sum, sentence) => sum + sentence.length + 30, 0)
  return (
    <div style={{ margin: 'auto 0', display: 'grid', gap: 'calc(var(--u) * 4)' }}>
      <p className={answer.well === null ? 'wall-quiet' : answer.well ? 'wall-good' : 'wall-alarm'} style={{ fontSize: fitting(answer.text.length * 3, 20, answer.text), fontWeight: 650, lineHeight: 1, letterSpacing: '-0.03em' }}>{answer.well !== null && <><Mark of={answer.well ? 'yes' : 'no'} /> </>}{answer.text}</p>
      <ul style={{ display: 'grid', gap: 'calc(var(--u) * 2)', fontSize: fitting(letters * 1.6, 7.4), lineHeight: 1.18 }}>
        {sentences.map((sentence) => <li key={sentence} style={{ textWrap: 'pretty' }}>{sentence}</li>)}
      </ul>
    </div>
  )
}

export function MessageSlide({ picture: { text } }: { picture: Extract<Picture, { kind: 'message' }> }) {
  return <p style={{ margin: 'auto 0', fontSize: fitting(text.length, 16, text), lineHeight: 1.12, fontWeight: 600, textWrap: 'balance', whiteSpace: 'pre-line' }}>{text}</p>
}

/**
 * The size at which so many letters fill the body and no more: a letter is about half as wide as high, a line 1.25 high. The
 * longest word of `text` stays on its line, however narrow the wall; only what is no word (an address) is broken.
 */
export function fitting(letters: number, most: number, text = ''): string {
  const longest = Math.min(LONGEST_WORD, Math.max(1, ...text.split(/[\s-]+/u).map((word) => word.length)))
  return `min(calc(var(--u) * ${most}), calc(var(--u) * sqrt(var(--across) * var(--down) / ${Math.max(1, letters)} / 0.7)), calc(var(--u) * var(--across) / ${(longest * LETTER).toFixed(2)}))`
}
const LONGEST_WORD = 30
/** Of a bold letter, in parts of its height. */
const LETTER = 0.64
