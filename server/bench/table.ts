/** One measured ratio against what it should be; `atLeast`: more is better. */
export type Result = { name: string; ratio: number; target: number; atLeast: boolean; detail: string }
export type Skipped = { name: string; because: string }

export const isMet = ({ ratio, target, atLeast }: Result): boolean => (atLeast ? ratio >= target : ratio <= target)

/** A table of ratios for a terminal. */
export function table(results: readonly Result[], skipped: readonly Skipped[]): string {
  const rows = results.map((r) => [r.name, written(r.ratio), `${r.atLeast ? '≥' : '≤'} ${written(r.target)}`, isMet(r) ? 'met' : 'MISSED', r.detail])
  const all = [['what', 'median', 'target', '', ''], ...rows]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const lines = all.map((row) => row.map((cell, i) => (i === 1 || i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ').trimEnd())
  return [...lines, ...skipped.map(({ name, because }) => `skipped: ${name}: ${because}`)].join('\n')
}

const written = (value: number): string => (value >= 20 ? value.toFixed(0) : value >= 2 ? value.toFixed(1) : value.toFixed(3))
