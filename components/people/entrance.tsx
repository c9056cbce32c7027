import type { ReactNode } from 'react'

/** The page before the pages: wordmark, what to do here, and a narrow column to do it in. */
export function Entrance({ title, lead, children, wide = false }: { title: string; lead?: ReactNode; children: ReactNode; wide?: boolean }) {
  return (
    <main className={`mx-auto grid min-h-dvh w-full content-start gap-6 px-6 pt-8 pb-16 ${wide ? 'max-w-132 sm:pt-16' : 'max-w-100 sm:pt-[18vh]'}`}>
      <Wordmark />
      <header className="pt-4">
        <h1 className="text-28 font-semibold">{title}</h1>
        {lead && <div className="mt-2 text-14 text-muted">{lead}</div>}
      </header>
      {children}
    </main>
  )
}

/** A touchstone: the dark stone, and the streak that tells gold from brass. */
function Wordmark() {
  return (
    <p className="flex items-center gap-2 text-14 font-semibold">
      <svg viewBox="0 0 20 20" className="size-5" aria-hidden>
        <rect x="1" y="1" width="18" height="18" rx="4" fill="var(--ink)" />
        <path d="M5 13.5 15 6.5" stroke="var(--paper)" strokeWidth="2.25" strokeLinecap="round" />
      </svg>
      Touchstone
    </p>
  )
}
