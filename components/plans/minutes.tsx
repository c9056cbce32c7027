'use client'
import { useRef } from 'react'
import { piecesOf, type MinutesPiece } from '@/server/domain/plans/minutes'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { download } from './markdown'
import './minutes-print.css'

/** A meeting's minutes, drawn; on paper they alone, or as Markdown to take along. */
export function Minutes({ minutes }: { minutes: string }) {
  const sheet = useRef<HTMLDivElement>(null)
  const print = () => {
    const { current } = sheet
    if (!current) return
    // Which of a page's many minutes goes on the paper.
    current.dataset.printed = 'yes'
    window.addEventListener('afterprint', () => { delete current.dataset.printed }, { once: true })
    window.print()
  }
  return (
    <>
      <div ref={sheet} className="minutes-sheet grid max-w-prose gap-1 py-3"><Drawn pieces={piecesOf(minutes)} /></div>
      <div className="flex flex-wrap gap-2"><Button onClick={print}>Print or save as PDF</Button><Button onClick={() => download('minutes.md', minutes)}>Markdown</Button><CopyButton text={minutes} label="Copy the Markdown" /></div>
    </>
  )
}

function Drawn({ pieces }: { pieces: readonly MinutesPiece[] }) {
  // Items that follow each other are one list.
  const blocks: { at: number; of: MinutesPiece[] }[] = []
  pieces.forEach((piece, at) => {
    const last = blocks.at(-1)
    if (piece.kind === 'item' && last?.of[0]?.kind === 'item') last.of.push(piece)
    else blocks.push({ at, of: [piece] })
  })
  return blocks.map(({ at, of }) => {
    const [first] = of
    if (first?.kind === 'title') return <h3 key={at} className="text-14 font-semibold">{first.text}</h3>
    if (first?.kind === 'heading') return <h4 key={at} className="mt-3 text-13 font-semibold">{first.text}</h4>
    if (first?.kind === 'item') return <ul key={at} className="grid list-disc gap-1 pl-5">{of.map(({ text }, i) => <li key={i}>{text}</li>)}</ul>
    return <p key={at} className="text-muted">{first?.text}</p>
  })
}
