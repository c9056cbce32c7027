import { RISK_REASONS, RISK_WEIGHTS, type RiskReason } from '@/server/domain/risk/weights'

/** A score of this many points fills the bar; hardly anybody has more. */
const FULL = 80

/** What the score is made of, as a sum: "failed moment 24 + broken promise 10". */
export const sumOf = (parts: Record<RiskReason, number>): string => RISK_REASONS.filter((reason) => parts[reason] > 0).toSorted((a, b) => parts[b] - parts[a]).map((reason) => `${RISK_WEIGHTS[reason].label.toLowerCase()} ${parts[reason]}`).join(' + ')

/** The score as a bar of its parts, the largest first; word-sized. The words beside it say the same. */
export function Points({ parts }: { parts: Record<RiskReason, number> }) {
  const pieces = RISK_REASONS.map((reason) => ({ reason, points: parts[reason] })).filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points)
  const before = (index: number) => pieces.slice(0, index).reduce((sum, { points }) => sum + points, 0)
  return (
    <svg viewBox={`0 0 ${FULL} 8`} width={FULL} height={8} aria-hidden className="shrink-0 overflow-hidden rounded-sm bg-sunken">
      {pieces.map(({ reason, points }, index) => (
        <rect key={reason} x={before(index)} y={0} width={Math.max(1, points - 1)} height={8} fill="var(--left)" opacity={1 - 0.16 * Math.min(index, 4)}>
          <title>{`${RISK_WEIGHTS[reason].label}: ${points}`}</title>
        </rect>
      ))}
    </svg>
  )
}
