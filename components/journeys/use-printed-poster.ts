import { useEffect, useRef } from 'react'

/** Puts the poster beside the page for as long as it is being printed; without one the page prints as it is. */
export function usePrintedPoster(make: () => readonly { svg: string }[] | null): void {
  const latest = useRef(make)
  useEffect(() => { latest.current = make })
  useEffect(() => {
    let sheet: HTMLElement | null = null
    const put = () => {
      sheet?.remove()
      const made = latest.current()
      if (!made) return
      sheet = document.createElement('div')
      sheet.className = 'journey-poster'
      // Everything anybody wrote is escaped by posterSvg.
      sheet.innerHTML = made.map(({ svg }) => svg).join('')
      document.body.append(sheet)
    }
    const take = () => {
      sheet?.remove()
      sheet = null
    }
    window.addEventListener('beforeprint', put)
    window.addEventListener('afterprint', take)
    return () => {
      window.removeEventListener('beforeprint', put)
      window.removeEventListener('afterprint', take)
      take()
    }
  }, [])
}
