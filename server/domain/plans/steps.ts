/**
 * The seven steps of a plan, one question at a time. Every question may be answered “don't know yet”. `picks`: what can be
 * chosen from the record instead of typed.
 */
export type Picks = 'segment' | 'journey' | 'touchpoint' | 'persona'
export type Question = { key: string; ask: string; hint: string; picks?: Picks }
export type Step = { key: string; title: string; questions: readonly Question[] }

export const STEPS: readonly Step[] = [
  { key: 'target', title: 'Who it is for', questions: [
    { key: 'target.who', ask: 'Who exactly is this for?', hint: 'Customers of a segment, a persona, a group of colleagues or partners.', picks: 'segment' },
    { key: 'target.why', ask: 'Why them, and why now?', hint: 'What in the record points at them. The period you looked at here is not the baseline later.' },
  ] },
  { key: 'activities', title: 'What they do', questions: [
    { key: 'activities.journey', ask: 'Which journey of theirs is it about?', hint: 'Pick its map, or say it in a sentence.', picks: 'journey' },
    { key: 'activities.before', ask: 'What do they do before?', hint: 'Before they come to us: on the website, with a competitor, with a partner.' },
    { key: 'activities.during', ask: 'What do they do meanwhile?', hint: 'Where they meet us, step by step.', picks: 'touchpoint' },
    { key: 'activities.after', ask: 'What do they do afterwards?', hint: 'What stays open, whom they tell.' },
  ] },
  { key: 'needs', title: 'What they need', questions: [
    { key: 'needs.practical', ask: 'What do they need, practically?', hint: 'Quick, right, asked only once …' },
    { key: 'needs.emotional', ask: 'How do they want to feel?', hint: 'Sure that somebody looks after it, taken seriously …' },
    { key: 'needs.pain', ask: 'Where does it hurt?', hint: 'Pain points and failed moments, with their numbers.', picks: 'touchpoint' },
  ] },
  { key: 'us', title: 'Who we are to them', questions: [
    { key: 'us.promise', ask: 'What did we promise them?', hint: 'What our brand stands for, in their words.' },
    { key: 'us.listen', ask: 'Why would they listen to us?', hint: 'What gives us the right to turn up here.' },
  ] },
  { key: 'digital', title: 'How digital helps', questions: [
    { key: 'digital.experience', ask: 'What will they see or use?', hint: 'Experience.' },
    { key: 'digital.analytics', ask: 'What must be known about them at that moment?', hint: 'Analytics.' },
    { key: 'digital.integration', ask: 'Which systems must talk to each other?', hint: 'Integration.' },
    { key: 'digital.infrastructure', ask: 'What has to be there to run it?', hint: 'Infrastructure.' },
    { key: 'digital.operating', ask: 'Who does what differently from then on?', hint: 'Operating model.' },
  ] },
  { key: 'action', title: 'What we do', questions: [
    { key: 'action.priority', ask: 'What comes first, and what is left out?', hint: 'Priorities.' },
    { key: 'action.budget', ask: 'What may it cost, and what should it bring?', hint: 'Each action says its own cost and return; this is the frame.' },
    { key: 'action.prototype', ask: 'What is the smallest thing that could be tried?', hint: 'A prototype with real customers.' },
    { key: 'action.fail_fast', ask: 'When do we stop?', hint: 'What, seen by when, ends it early.' },
  ] },
  { key: 'measure', title: 'How we will know', questions: [
    { key: 'measure.assumptions', ask: 'What must be true for this to work?', hint: 'Written down, so that it can be checked.' },
  ] },
]

export const QUESTIONS: readonly Question[] = STEPS.flatMap((step) => step.questions)
export const isQuestion = (key: string): boolean => QUESTIONS.some((q) => q.key === key)

export type PlanAnswer = { text: string; unknown: boolean; picks: string[]; by?: string }
export type Answered = Omit<PlanAnswer, 'by'>

/** Whether two answers say the same, whoever gave them; nothing said is the same as no answer. */
export function sameAnswer(one: Answered | null | undefined, other: Answered | null | undefined): boolean {
  const [a, b] = [one ?? SILENCE, other ?? SILENCE]
  return a.unknown === b.unknown && a.text === b.text && a.picks.length === b.picks.length && a.picks.every((pick, i) => pick === b.picks[i])
}
const SILENCE: Answered = { text: '', unknown: false, picks: [] }

/** Theirs, then mine; what both picked once. What one of them did not know the other may have said. */
export const bothAnswers = (theirs: Answered, mine: Answered): Answered =>
  ({ text: [theirs.text, mine.text].filter((text) => text.trim() !== '').join('\n'), unknown: false, picks: [...new Set([...theirs.picks, ...mine.picks])] })

/** How far a plan is told: answered, “don't know yet”, and not asked yet. */
export function progressOf(answers: Readonly<Record<string, PlanAnswer>>): { answered: number; unknown: number; open: number; of: number } {
  const given = QUESTIONS.map(({ key }) => answers[key])
  const answered = given.filter((a) => a && !a.unknown && (a.text !== '' || a.picks.length > 0)).length
  const unknown = given.filter((a) => a?.unknown).length
  return { answered, unknown, open: QUESTIONS.length - answered - unknown, of: QUESTIONS.length }
}
