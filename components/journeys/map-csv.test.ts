import { expect, test } from 'vitest'
import type { MapContent } from '@/server/domain/journeys/content'
import { contentOfTemplate, JOURNEY_TEMPLATES } from '@/server/domain/journeys/templates'
import { mapContent } from '@/server/schemas/journeys'
import { csvOfMap, mapOfCsv } from './map-csv'

const back = (csv: string): MapContent => {
  const read = mapOfCsv(csv)
  if ('fault' in read) throw new Error(read.fault)
  return read.map
}
/** Ids are made anew: what a map says, by places. */
const said = ({ phases, steps, lanes, cells }: MapContent) => ({
  phases: phases.map(({ name, when }) => ({ name, when })), steps: steps.map(({ phase, name, touchpoint, child }) => ({ phase: phases.findIndex(({ id }) => id === phase), name, touchpoint, child })),
  lanes: lanes.map(({ kind, name }) => ({ kind, name })),
  cells: cells.map(({ lane, step, ...rest }) => ({ ...rest, lane: lanes.findIndex(({ id }) => id === lane), step: steps.findIndex(({ id }) => id === step) })).toSorted((a, b) => a.step - b.step || a.lane - b.lane),
})

test('every template comes back from its table as it was', () => {
  for (const map of JOURNEY_TEMPLATES.map(contentOfTemplate)) expect(said(back(csvOfMap(map, 'task')))).toEqual(said(map))
})

test('a map made to be awkward comes back as it was', () => {
  const map: MapContent = {
    phases: [{ id: 'a', name: 'Same', when: 'before' }, { id: 'b', name: 'Same', when: 'before' }, { id: 'c', name: '', when: 'after' }, { id: 'e', name: 'Empty', when: 'during' }],
    steps: [['s1', 'a'], ['s2', 'a'], ['s3', 'b'], ['s4', 'c']].map(([id = '', phase = ''], i) => ({ id, phase, name: i === 3 ? '' : 'Again', touchpoint: i === 1 ? 'pay_a_bill' : null, child: i === 0 ? '0190c2b4-0000-7000-8000-000000000000' : null })),
    lanes: [{ id: 'x', kind: 'own', name: 'Own' }, { id: 'y', kind: 'own', name: 'Own' }, { id: 'f', kind: 'feelings', name: 'Mood' }, { id: 'n', kind: 'goal', name: 'Nothing here' }],
    cells: [
      { lane: 'y', step: 's1', text: '=1+1', evidence: 'observed', as_is: null, to_be: null }, { lane: 'x', step: 's1', text: '\'=so\n"quoted", and; more', evidence: null, as_is: null, to_be: null },
      { lane: 'x', step: 's2', text: '-12', evidence: 'assumed', as_is: null, to_be: null }, { lane: 'f', step: 's4', text: '', evidence: null, as_is: -2, to_be: 1 }, { lane: 'f', step: 's3', text: ' blank ', evidence: 'reported', as_is: 0, to_be: null },
    ],
  }
  const again = back(csvOfMap(map, 'relationship'))
  expect([mapOfCsv(csvOfMap(map, 'relationship')), mapOfCsv('step\nAsk\n')]).toMatchObject([{ level: 'relationship' }, { level: null }])
  expect(said(again)).toEqual(said(map))
  expect(mapContent.safeParse(again).success).toBe(true)
})

test('a table by hand needs steps alone; lanes are known by their names, and a country’s own comma is understood', () => {
  const map = back('\uFEFFPhase;Step;Lane;Text\r\nMoving;Pack;Pain points;No boxes\r\nMoving;Pack;Pain points;No tape\r\nMoving;Pack;Van size;Small\r\nMoving;Drive;;\r\nSettling;Unpack;pain points;Which box?\r\n')
  expect(map.phases.map(({ name, when }) => [name, when])).toEqual([['Moving', 'during'], ['Settling', 'during']])
  expect(map.steps.map(({ name }) => name)).toEqual(['Pack', 'Drive', 'Unpack'])
  expect(map.lanes.map(({ kind, name }) => [kind, name])).toEqual([['pain_points', 'Pain points'], ['own', 'Van size']])
  expect(map.cells.map(({ text }) => text)).toEqual(['No boxes\nNo tape', 'Small', 'Which box?'])
})

test('a table with a column per lane loses none of them', () => {
  const map = back('Phase,Step,Goal,Pain points,Feelings,Who pays,\nMoving,Pack,Be done,,-1,Me,aside\nMoving,Drive,,Jams,so so,,\n')
  expect(map.steps.map(({ name }) => name)).toEqual(['Pack', 'Drive'])
  const laneOf = (id: string) => map.lanes.find((lane) => lane.id === id)
  expect(map.cells.map(({ lane, step, text, as_is: felt }) => [laneOf(lane)?.kind, laneOf(lane)?.name, map.steps.findIndex(({ id }) => id === step), text, felt])).toEqual([
    ['goal', 'Goal', 0, 'Be done', null], ['feelings', 'Feelings', 0, '', -1], ['own', 'Who pays', 0, 'Me', null], ['pain_points', 'Pain points', 1, 'Jams', null], ['feelings', 'Feelings', 1, 'so so', null],
  ])
  expect(mapContent.safeParse(map).success).toBe(true)
})

test.each([
  ['name,text\nA,b\n', 'one of them must be “step”. The others may be: phase, when, touchpoint, lane, text, evidence; any other is a lane by its name.'],
  ['step,lane,text,evidence\nA,Goal,b,guessed\n', 'In line 2: “guessed” under evidence is none of assumed, reported or observed.'],
  ['step,text\nA,b\n', 'In line 2: it says something, but not in which lane.'],
  ['step,lane,as_is\nA,Feelings,3\n', 'no whole number from −2 to 2'],
])('says the line it cannot read', (csv, fault) => {
  expect(mapOfCsv(csv)).toEqual({ fault: expect.stringContaining(fault) })
})
