import { useCallback, useEffect, useRef } from 'react'
import type { Paper } from './poster-layout'

/** Puts the poster beside the page for as long as it is being printed; without one the page prints as it is. Answers how to print it. */
export function usePrintedPoster(make: (paper: Paper) => readonly { svg: string }[] | null): (paper: Paper) => void {
  const latest = useRef(make)
  const paper = useRef<Paper>('A3')
  useEffect(() => { latest.current = make })
  useEffect(() => {
    let sheet: HTMLElement | null = null
    const put = () => {
      sheet?.remove()
      const made = latest.current(paper.current)
      if (!made) return
      sheet = document.createElement('div')
      sheet.className = 'journey-poster'
      sheet.dataset.paper = paper.current
      // Everything anybody wrote is escaped by drawPoster.
      sheet.innerHTML = made.map(({ svg }) => svg).join('')
      document.body.append(sheet)
    }
    const take = () => {
      sheet?.remove()
      sheet = null
      paper.current = 'A3'
    }
    window.addEventListener('beforeprint', put)
    window.addEventListener('afterprint', take)
    return () => {
      window.removeEventListener('beforeprint', put)
      window.removeEventListener('afterprint', take)
      take()
    }
  }, [])
  return useCallback((on) => {
    paper.current = on
    window.print()
  }, [])
}
