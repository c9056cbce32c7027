/** Tick, cross and star as drawings: the wall's font has none of them, and a cheap stick no other font that has. */
const PATHS = { yes: 'M1 5.4 3.9 8.3 9 2.1', no: 'M1.6 1.6l6.8 6.8M8.4 1.6 1.6 8.4', star: 'M5 .6 6.3 3.7 9.6 4 7.1 6.2 7.9 9.4 5 7.7 2.1 9.4 2.9 6.2.4 4 3.7 3.7Z' }

export function Mark({ of }: { of: keyof typeof PATHS }) {
  return <svg aria-hidden className="wall-mark" viewBox="0 0 10 10"><path d={PATHS[of]} fill={of === 'star' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={of === 'star' ? 0 : 1.7} strokeLinecap="round" strokeLinejoin="round" /></svg>
}
