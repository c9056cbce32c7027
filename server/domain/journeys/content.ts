import type { Evidence, JourneyWhen, LaneKind } from '@/db/vocabulary'

/** A map as plain data: what is exported, compared, kept as a version, and what the document is projected to. */
export type Phase = { id: string; name: string; when: JourneyWhen }
export type Step = {
  id: string
  phase: string
  name: string
  /** Slug of the touchpoint it is bound to. */
  touchpoint: string | null
  /** Id of a map that says more about this step. */
  child: string | null
}
export type Lane = { id: string; kind: LaneKind; name: string }
export type Cell = {
  lane: string
  step: string
  text: string
  evidence: Evidence | null
  /** −2…+2, in the lane of feelings. */
  as_is: number | null
  to_be: number | null
}
/** Phases, steps and lanes in the order they are drawn in; steps phase by phase. Only cells with something in them. */
export type MapContent = { phases: Phase[]; steps: Step[]; lanes: Lane[]; cells: Cell[] }

export const EMPTY: MapContent = { phases: [], steps: [], lanes: [], cells: [] }

export const cellKey = (lane: string, step: string) => `${lane}:${step}`

/** What a lane is called until somebody calls it otherwise. */
export const LANE_NAMES: Record<LaneKind, string> = {
  goal: 'Customer’s goal', practical_needs: 'Practical needs', emotional_needs: 'Emotional needs', expectation: 'Expectation', feelings: 'Feelings',
  pain_points: 'Pain points', opportunities: 'Opportunities', channels: 'Channels', backstage: 'Backstage', owner: 'Owner', choices: 'Choices offered', own: 'Own lane',
}

/** One line under a lane's name: what belongs there. */
export const LANE_HINTS: Partial<Record<LaneKind, string>> = {
  goal: 'What they want to get done', practical_needs: 'What they need for it', emotional_needs: 'How they want to feel', expectation: 'What they think will happen',
  feelings: 'As it is, and as it should be', pain_points: 'What goes wrong for them', opportunities: 'What we could do', channels: 'Where it happens',
  backstage: 'What we do behind it', owner: 'Who answers for it', choices: 'How many options they face',
}

/** The largest map the server takes; far above what fits on any wall. */
export const MOST = { phases: 40, steps: 400, lanes: 60, text: 4000, name: 200 } as const
