'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { variableOf } from '@/server/domain/screens/variables'
import type { UnknownPart } from '@/server/routers/screen-parts'
import { useTRPC } from '../../data/trpc'
import { Button } from '../../ui/button'
import { Field, Input, Textarea } from '../../ui/field'
import { Callout } from '../../ui/states'
import { useWorkspace } from '../../workspace/workspace'
import { readVariables, variablesText, warningOf } from './draft'
import { partExample } from './words'

type Variables = Readonly<Record<string, string>>
/** What a screen asks its displays for: the dimension whose part a variable says, by the variable; the names of those that say nothing yet. */
export type Asked = { parts: Variables; empty: readonly string[]; /** An example of a name. */ known?: string | undefined }

/** What a display says of itself while it is written, and whether that may be sent. */
export function useDisplayVariables({ parts }: Pick<Asked, 'parts'>, before: Variables = {}) {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const isPart = ([name, value]: [string, string]) => parts[name] !== undefined && value !== ''
  const [own, setOwn] = useState<Variables>(() => Object.fromEntries(Object.entries(before).filter(isPart)))
  const [text, setText] = useState(() => variablesText(Object.fromEntries(Object.entries(before).filter((one) => !isPart(one)))))
  const [doubt, setDoubt] = useState<{ of: string; unknown: UnknownPart[] } | null>(null)
  const [checking, setChecking] = useState(false)
  const { variables: others, wrong } = readVariables(text)
  const variables = { ...others, ...Object.fromEntries(Object.entries(own).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]]))) }
  const said = Object.entries(parts).flatMap(([name, dimension]) => (variables[name] ? [{ dimension, value: variables[name] }] : []))
  const of = JSON.stringify(said)
  const unknown = doubt?.of === of ? doubt.unknown : []
  /** Whether to send it: what no record is of is said first, and sent only once that could be read. */
  const pass = async (): Promise<boolean> => {
    if (wrong !== null) return false
    if (said.length === 0 || unknown.length > 0) return true
    setChecking(true)
    // Where it cannot be asked, sending fails too, and says why.
    const found = await cache.fetchQuery(trpc.screens.unknownParts.queryOptions({ parts: said })).catch(() => [])
    setChecking(false)
    setDoubt({ of, unknown: found })
    return found.length === 0
  }
  return { variables, own, setOwn, text, setText, wrong, unknown, checking, pass }
}

/** One field for each part that the screen asks for, with what is in the record to choose from, and lines for all others. */
export function DisplayVariables({ of, asked: { parts, empty, known } }: { of: ReturnType<typeof useDisplayVariables>; asked: Asked }) {
  const { own, setOwn, text, setText, wrong, unknown, variables } = of
  const { dimensions } = useWorkspace()
  const named = Object.entries(parts)
  const warning = warningOf(empty, variables)
  return (
    <>
      {named.map(([variable, dimension]) => <PartField key={variable} variable={variable} dimension={dimension} value={own[variable] ?? ''} onValue={(value) => setOwn({ ...own, [variable]: value })} />)}
      <Field label={named.length > 0 ? 'Other variables' : 'Variables'} optional hint={`One per line: ${known ?? partExample(dimensions).variable} = north. They go before the screen’s own.`} error={wrong === null ? undefined : `Line ${wrong} is not “name = value” (small letters, digits and _).`}>{(w) => <Textarea {...w} rows={2} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
      {/* A display of which nobody says of which part it is would be taken for that part’s. */}
      {warning && <Callout tone="warning">{warning}</Callout>}
      {unknown.map(({ dimension, value, meant }) => {
        const take = () => setOwn({ ...own, ...Object.fromEntries(named.filter(([variable, one]) => one === dimension && variables[variable] === value).map(([variable]) => [variable, meant ?? value])) })
        return <Callout key={`${dimension} ${value}`} tone="warning" title={`No record says ${dimension} “${value}”`} action={meant ? <Button onClick={take}>Take “{meant}”</Button> : undefined}>{meant ? `Did you mean “${meant}”? ` : ''}Until there is one, the display has nothing to show of it. If it is right, go on.</Callout>
      })}
    </>
  )
}

function PartField({ variable, dimension, value, onValue }: { variable: string; dimension: string; value: string; onValue: (value: string) => void }) {
  const list = useId()
  const choices = useQuery(useTRPC().screens.parts.queryOptions({ dimension })).data ?? []
  return (
    <Field label={`Its ${dimension}`} optional hint={variable === variableOf(dimension) ? undefined : `{${variable}} in slides`}>
      {(w) => <><Input {...w} list={list} maxLength={200} autoComplete="off" value={value} onChange={(event) => onValue(event.target.value)} /><datalist id={list}>{choices.map((one) => <option key={one} value={one} />)}</datalist></>}
    </Field>
  )
}
