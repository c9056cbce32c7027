import type { Picture } from '@/server/domain/screens/frame'
import { Mark } from '../mark'

/** Up to three sentences, as large as all of them allow. */
export function SentenceSlide({ picture: { answer, sentences, more, none, well } }: { picture: Extract<Picture, { kind: 'sentence' }> }) {
  if (answer) return <Answer answer={answer} sentences={sentences} />
  if (sentences.length === 0) return <p style={{ margin: 'auto 0', fontSize: 'calc(var(--u) * 11)', lineHeight: 1.12, fontWeight: 600, textWrap: 'balance' }}>{well && <span className="wall-good">● </span>}{none}</p>
  const letters = sentences.reduce((sum, sentence) => sum + sentence.length + 30, 0)
  return (
    <ul style={{ margin: 'auto 0', display: 'grid', gap: 'calc(var(--u) * 3.5)', fontSize: fitting(letters, 9), lineHeight: 1.18, fontWeight: 550 }}>
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
      <p className={answer.well === null ? 'wall-quiet' : answer.well ? 'wall-good' : 'wall-alarm'} style={{ fontSize: fitting(answer.text.length * 3, 20), fontWeight: 650, lineHeight: 1, letterSpacing: '-0.03em' }}>{answer.well !== null && <><Mark of={answer.well ? 'yes' : 'no'} /> </>}{answer.text}</p>
      <ul style={{ display: 'grid', gap: 'calc(var(--u) * 2)', fontSize: fitting(letters * 1.6, 7.4), lineHeight: 1.18 }}>
        {sentences.map((sentence) => <li key={sentence} style={{ textWrap: 'pretty' }}>{sentence}</li>)}
      </ul>
    </div>
  )
}

export function MessageSlide({ picture: { text } }: { picture: Extract<Picture, { kind: 'message' }> }) {
  return <p style={{ margin: 'auto 0', fontSize: fitting(text.length, 16), lineHeight: 1.12, fontWeight: 600, textWrap: 'balance', whiteSpace: 'pre-line' }}>{text}</p>
}

/** The size at which so many letters fill the body and no more: a letter is about half as wide as high, a line 1.25 high. */
export const fitting = (letters: number, most: number): string => `min(calc(var(--u) * ${most}), calc(var(--u) * sqrt(var(--across) * var(--down) / ${Math.max(1, letters)} / 0.7)))`
