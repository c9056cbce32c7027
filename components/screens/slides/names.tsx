import { fit, textWidth } from '../../charts/prepare'
import { toneColour } from '../tones'

export type Name = { label: string; tone: string; /** What is said in bold after it. */ figure?: string }

const LINE = 1.3
const figureSize = ({ figure }: Name, em: number) => (figure ? textWidth(` ${figure}0`, em) : 0)

/**
 * Where the names of curves stand: beside their ends, `beside` wide and cut (`fitted`) where they would leave no room for the
 * curves; upright in lines below them, `below` high.
 */
export function placeNames(names: readonly Name[], w: number, h: number, em: number): { beside: number; below: number; fitted: string[] } {
  const widest = Math.max(0, ...names.map((name) => textWidth(name.label, em) + figureSize(name, em) + em))
  if (h > w && widest > w * 0.3) return { beside: 0, below: names.length * em * LINE, fitted: [] }
  const beside = Math.min(widest, w * 0.5)
  return { beside, below: 0, fitted: names.map((name) => fit(name.label, beside - figureSize(name, em) - em * 0.8, em)) }
}

/** The names below, from `y` on, in their order; one without a tone is a remark. */
export function NamesBelow({ names, y, em }: { names: readonly Name[]; y: number; em: number }) {
  return names.map(({ tone, label, figure }, index) => (
    <g key={index} transform={`translate(0 ${y + (index + 0.8) * em * LINE})`}>
      {tone && <path d={`M0 ${-em * 0.32}h${em * 0.7}`} stroke={toneColour(tone)} strokeWidth={em * 0.3} />}
      <text x={em}>{label} {figure && <tspan fontWeight={650}>{figure}</tspan>}</text>
    </g>
  ))
}
