import type { JourneyLevel, JourneyWhen, LaneKind } from '@/db/vocabulary'
import { LANE_NAMES, type Cell, type MapContent } from './content'

/** The lanes of every new map, in the order a workshop fills them. */
export const USUAL_LANES: readonly LaneKind[] = ['goal', 'practical_needs', 'emotional_needs', 'expectation', 'feelings', 'pain_points', 'opportunities', 'channels', 'choices', 'backstage', 'owner']

type Written = Partial<Record<Exclude<LaneKind, 'feelings' | 'own'>, string>> & { feels?: readonly [asIs: number, toBe: number] }
type StepPlan = readonly [name: string, written?: Written]
type PhasePlan = readonly [name: string, when: JourneyWhen, steps: readonly StepPlan[]]
export type JourneyTemplate = { slug: string; name: string; level: JourneyLevel; about: string; phases: readonly PhasePlan[] }

/**
 * Maps to begin with. What they say is assumed, and marked so: a workshop strikes out what is not true here.
 * The first four are the moments that keep coming back (STORIES 8).
 */
export const JOURNEY_TEMPLATES: readonly JourneyTemplate[] = [
  {
    slug: 'technical_question', name: 'Resolve a service or technical question', level: 'task', about: 'Something they rely on does not work, and they had to ask.',
    phases: [
      ['Something fails', 'before', [
        ['Notice that it does not work', { goal: 'Get on with what I was doing', emotional_needs: 'Not to feel stupid', feels: [-1, 0] }],
        ['Look for help', { expectation: 'The answer is on the website', pain_points: 'Search finds products, not answers', opportunities: 'Say what is down before they ask', channels: 'Web', feels: [-1, 0] }],
      ]],
      ['Asking', 'during', [
        ['Reach somebody', { practical_needs: 'Somebody who can act', pain_points: 'Waiting, then told to call another number', channels: 'Phone, Chat', feels: [-2, 0] }],
        ['Explain', { emotional_needs: 'To be believed', pain_points: 'Says the same thing twice', opportunities: 'Hand over what is known', backstage: 'Customer file, state of the service', feels: [-1, 1] }],
        ['Get an answer', { expectation: 'Solved in the first contact', choices: '1', feels: [0, 2] }],
      ]],
      ['Trust again', 'after', [
        ['Try whether it works', { practical_needs: 'A way back to the same person', feels: [0, 1] }],
        ['Hear that it is solved', { opportunities: 'Ask a day later whether it still works', channels: 'SMS', feels: [0, 2] }],
      ]],
    ],
  },
  {
    slug: 'pay_a_bill', name: 'Pay a bill', level: 'task', about: 'Routine, and should be nothing but quick, until the one time it goes wrong.',
    phases: [
      ['Before', 'before', [['Get the bill', { goal: 'Know what I owe and when', channels: 'Email, Post', feels: [0, 0] }], ['Understand it', { pain_points: 'Positions nobody explains', opportunities: 'Say what changed since last month', feels: [-1, 0] }]]],
      ['Paying', 'during', [['Choose how to pay', { choices: '4', feels: [0, 0] }], ['Pay', { expectation: 'Done in a minute', channels: 'Web, Mobile app', feels: [0, 1] }], ['Know that it arrived', { emotional_needs: 'To be sure', pain_points: 'No word until the reminder', feels: [-1, 1] }]]],
      ['After', 'after', [['Find it again', { practical_needs: 'A receipt for the tax return', feels: [0, 0] }]]],
    ],
  },
  {
    slug: 'upgrade_or_change', name: 'Upgrade or change service or device', level: 'task', about: 'They reconsider the whole relationship while they choose.',
    phases: [
      ['Considering', 'before', [['Feel that it no longer fits', { goal: 'Something that fits my life now', feels: [-1, 0] }], ['Compare what there is', { pain_points: 'New customers are offered more', opportunities: 'Show what people like them chose', choices: '12', channels: 'Web', feels: [-1, 1] }]]],
      ['Changing', 'during', [['Decide', { emotional_needs: 'Not to regret it', choices: '3', channels: 'In person, Web', feels: [0, 1] }], ['Order', { expectation: 'They know who I am', pain_points: 'Asked for data they have', feels: [-1, 1] }], ['Switch over', { practical_needs: 'No day without service', backstage: 'Porting, logistics', pain_points: 'A gap of some hours nobody announced', feels: [-2, 1] }]]],
      ['Living with it', 'after', [['First bill', { expectation: 'What was agreed', pain_points: 'Two part-months on one bill', opportunities: 'Explain the first bill before it comes', feels: [-1, 1] }], ['Feel at home', { feels: [1, 2] }]]],
    ],
  },
  {
    slug: 'billing_question', name: 'Resolve a billing question', level: 'task', about: 'They think we took too much. The mistake is small; the follow-through is the story.',
    phases: [
      ['Doubt', 'before', [['See a charge that seems wrong', { goal: 'My money back, or a reason', emotional_needs: 'Fairness', feels: [-2, -1] }], ['Try to find out alone', { pain_points: 'The statement does not say what it was', channels: 'Web, Mobile app', feels: [-2, 0] }]]],
      ['Asking', 'during', [['Ask', { channels: 'Phone', practical_needs: 'One person who owns it', feels: [-1, 0] }], ['Be promised an answer', { expectation: 'A call within 24 hours', backstage: 'Promise with owner and due time', feels: [0, 1] }], ['Wait', { pain_points: 'Nobody calls; calling again starts from zero', opportunities: 'Say where it stands before they ask', feels: [-2, 0] }]]],
      ['Put right', 'after', [['Get the credit', { expectation: 'Within a few days', feels: [0, 1] }], ['Be told that it is done', { opportunities: 'Say sorry, and why it happened', feels: [0, 2] }]]],
    ],
  },
  {
    slug: 'bank_relationship', name: 'Relationship of a bank customer', level: 'relationship', about: 'Years of unrelated experiences that add up to staying or leaving.',
    phases: [
      ['Arriving', 'before', [['First account', { goal: 'Be paid and pay', channels: 'In person, Web', feels: [0, 1] }], ['First salary comes in', { feels: [0, 1] }], ['First card abroad', { pain_points: 'Blocked at the till', emotional_needs: 'Not to be embarrassed', feels: [-2, 1] }]]],
      ['Everyday', 'during', [['Look at the balance', { channels: 'Mobile app', expectation: 'At a glance', feels: [0, 0] }], ['Pay bills', { channels: 'Web, Mobile app', feels: [0, 0] }], ['A fraud alert', { emotional_needs: 'To be protected', channels: 'SMS, Phone', practical_needs: 'Somebody who answers at night', feels: [-1, 2] }]]],
      ['Turning points', 'during', [['Move in together', { opportunities: 'Shared account without two visits', feels: [0, 1] }], ['A mortgage', { goal: 'A home', choices: '9', pain_points: 'Weeks without a word', channels: 'In person', feels: [-1, 2] }], ['Hard times', { emotional_needs: 'Not to be judged', opportunities: 'Call before they miss a payment', feels: [-2, 1] }]]],
      ['Passing on', 'after', [['Retire', { goal: 'Enough for the rest', channels: 'In person', feels: [0, 1] }], ['A death in the family', { emotional_needs: 'One person, no forms twice', pain_points: 'Letters to the dead', feels: [-2, 1] }], ['Recommend us, or not', { feels: [0, 2] }]]],
    ],
  },
  {
    slug: 'onboarding', name: 'Onboarding', level: 'journey', about: 'From the decision to the first time it was worth it.',
    phases: [
      ['Before', 'before', [['Hear of us', { channels: 'Social, Web', feels: [0, 1] }], ['Compare', { choices: '8', pain_points: 'Prices with footnotes', feels: [-1, 0] }], ['Decide', { emotional_needs: 'To have chosen well', feels: [1, 1] }]]],
      ['Joining', 'during', [['Sign up', { practical_needs: 'Ten minutes, on the phone in the hand', pain_points: 'Proof of identity on another device', channels: 'Mobile app', feels: [-1, 1] }], ['Be welcomed', { opportunities: 'A word from a person', channels: 'Email', feels: [0, 1] }], ['Set it up', { backstage: 'Data taken over from the old provider', feels: [-1, 0] }], ['Use it for the first time', { goal: 'The thing I came for', feels: [1, 2] }]]],
      ['First weeks', 'after', [['First question', { channels: 'Chat, Phone', expectation: 'They know that I am new', feels: [-1, 1] }], ['First bill', { pain_points: 'Higher than expected', opportunities: 'Announce it', feels: [-1, 0] }], ['Tell a friend', { feels: [0, 2] }]]],
    ],
  },
  {
    slug: 'complaint', name: 'Complaint', level: 'journey', about: 'They still talk to us. Most who are unhappy no longer do.',
    phases: [
      ['Anger', 'before', [['Something goes wrong', { emotional_needs: 'To be taken seriously', feels: [-2, -1] }], ['Decide to complain', { pain_points: 'No place to complain at', opportunities: 'Ask before they must', feels: [-2, -1] }]]],
      ['Being heard', 'during', [['Complain', { goal: 'That somebody acts', channels: 'Phone, Email, Social', feels: [-2, 0] }], ['Get a first answer', { expectation: 'Today', practical_needs: 'A name and a date', pain_points: 'A number instead of an answer', feels: [-1, 1] }], ['Tell it again', { pain_points: 'Every hand-over starts from zero', owner: 'Whoever took it first', feels: [-2, 0] }], ['Get a decision', { backstage: 'Goodwill the front line may give', feels: [0, 1] }]]],
      ['Peace', 'after', [['See that it is put right', { expectation: 'What was promised, when it was promised', feels: [0, 1] }], ['Hear what changed because of it', { opportunities: 'Write to everybody it happened to', feels: [0, 2] }]]],
    ],
  },
]

export const journeyTemplate = (slug: string): JourneyTemplate | undefined => JOURNEY_TEMPLATES.find((t) => t.slug === slug)

/** A template as a map; ids are its own, so that two maps of one template can be compared. */
export function contentOfTemplate(template: JourneyTemplate): MapContent {
  const content: MapContent = { ...blankMap(), phases: [], steps: [], cells: [] }
  template.phases.forEach(([name, when, steps], p) => {
    content.phases.push({ id: `p${p}`, name, when })
    steps.forEach(([step, written = {}], s) => {
      const id = `s${p}_${s}`
      content.steps.push({ id, phase: `p${p}`, name: step, touchpoint: null, child: null })
      for (const { id: lane, kind } of content.lanes) {
        const cell: Cell = { lane, step: id, text: '', evidence: 'assumed', as_is: null, to_be: null }
        if (kind === 'feelings' && written.feels) [cell.as_is, cell.to_be] = written.feels
        else if (kind !== 'feelings' && kind !== 'own') cell.text = written[kind] ?? ''
        if (cell.text !== '' || cell.as_is !== null) content.cells.push(cell)
      }
    })
  })
  // As the document gives them back: lane by lane.
  const place = new Map(content.lanes.map(({ id }, index) => [id, index]))
  content.cells.sort((a, b) => (place.get(a.lane) ?? 0) - (place.get(b.lane) ?? 0))
  return content
}

/** An empty map: three phases, the usual lanes, one step to begin in. */
export function blankMap(): MapContent {
  return {
    phases: [{ id: 'p0', name: 'Before', when: 'before' }, { id: 'p1', name: 'During', when: 'during' }, { id: 'p2', name: 'After', when: 'after' }],
    steps: [{ id: 's0', phase: 'p0', name: '', touchpoint: null, child: null }],
    lanes: USUAL_LANES.map((kind) => ({ id: kind, kind, name: LANE_NAMES[kind] })),
    cells: [],
  }
}
