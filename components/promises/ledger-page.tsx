'use client'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { PromiseRow } from '@/server/queries/promises'
import type { PromiseView } from '@/server/schemas/promises'
import { singleKeys } from '../shell/use-shortcuts'
import { Kbd } from '../ui/badge'
import { Button } from '../ui/button'
import { formatCount } from '../ui/format'
import { EmptyState } from '../ui/states'
import { Table } from '../ui/table'
import { useWorkspace } from '../workspace/workspace'
import { DOING_SEVERAL, isOwed, keyOf, nextOwed, type Doing } from './doing'
import { LedgerBar } from './ledger-bar'
import { ledgerColumns, Stacked, type RowVerbs } from './ledger-rows'
import { shownAs, usePromiseWork } from './use-promise-work'

const ChangePromises = dynamic(() => import('./change-promises').then((module) => module.ChangePromises), { ssr: false })

/**
 * One page of promises to be worked through: by hand, several at once, or by keys alone. What is done stays in its place,
 * with its way back, until one goes on: nothing moves under the hand.
 */
export function LedgerPage({ rows: answered, view, loading, fetching }: { rows: readonly PromiseRow[]; view: PromiseView; loading: boolean; fetching: boolean }) {
  const { slug, currency, can, now } = useWorkspace()
  const mayWrite = can.includes('edit')
  const { done, act, forget } = usePromiseWork()
  const [held, setHeld] = useState<readonly PromiseRow[] | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [changing, setChanging] = useState<readonly PromiseRow[] | null>(null)
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const [said, setSaid] = useState('')
  // Withdrawn by the customer, one counts no more as due: a single key does not do that.
  const [asking, setAsking] = useState<readonly PromiseRow[] | null>(null)
  const page = useRef<HTMLDivElement>(null)
  const goFirst = useRef(false)
  // Left behind here, and still in an answer that was on its way.
  const asked = answered.filter((row) => !gone.has(keyOf(row)))
  // What has arrived meanwhile of the rows that are held in their places.
  const arrived = new Map(asked.map((row) => [keyOf(row), row]))
  const base = held?.map((row) => arrived.get(keyOf(row)) ?? row) ?? asked
  const rows = base.map((row) => shownAs(row, done, now))
  const owed = rows.filter(isOwed)
  const worked = rows.filter((row) => done.has(keyOf(row)) && done.get(keyOf(row))?.doing !== 'reopened')
  const latest = [...done].findLast(([, { doing }]) => doing !== 'reopened')?.[0]
  const picked = rows.filter((row) => chosen.has(keyOf(row)))

  const left = asked.length
  const goOn = () => { setGone((all) => new Set([...all, ...worked.map(keyOf)])); setHeld(null); setChosen(new Set()); forget(); goFirst.current = true }
  const all = owed.length === 0 && worked.length > 0
  useEffect(() => {
    // The last one is done: the hand rests on what comes next.
    if (all && page.current?.contains(document.activeElement)) page.current.querySelector<HTMLButtonElement>('button[data-go-on]')?.focus()
  }, [all])
  useEffect(() => {
    if (!goFirst.current || loading || held !== null || left === 0) return
    goFirst.current = false
    page.current?.querySelector<HTMLInputElement>('table input[data-row]')?.focus()
  }, [left, held, loading])
  useEffect(() => {
    if (!mayWrite) return
    const listen = (event: globalThis.KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName)
      if (event.key !== 'w' || event.metaKey || event.ctrlKey || event.altKey || typing || !singleKeys.on()) return
      // `g w` goes to the screens, and whoever took the key for that has said so by then.
      setTimeout(() => { if (!event.defaultPrevented) page.current?.querySelector<HTMLInputElement>('table input[data-row]')?.focus() })
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [mayWrite])

  const perform = (which: readonly PromiseRow[], doing: Doing | 'reopened') => {
    const those = which.filter((row) => isOwed(row) === (doing !== 'reopened'))
    if (those.length === 0) return
    setHeld(base)
    setAsking(null)
    act(those, doing)
    setChosen(new Set())
    setSaid(doing === 'reopened' ? 'Owed again' : `${DOING_SEVERAL[doing]}: ${those.length === 1 ? those[0]?.text ?? 'a promise' : `${formatCount(those.length)} promises`}`)
  }
  const choose = (row: PromiseRow, on: boolean) => setChosen((all) => { const next = new Set(all); if (on) next.add(keyOf(row)); else next.delete(keyOf(row)); return next })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const box = event.target instanceof HTMLInputElement && event.target.dataset.row !== undefined ? event.target : null
    const at = Number(box?.dataset.row)
    const row = box ? rows[at] : undefined
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return
    const frame = event.currentTarget
    const focusRow = (to: number | null) => { if (to !== null) frame.querySelector<HTMLInputElement>(`table input[data-row="${to}"]`)?.focus() }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      const to = rows[at + step]
      if (event.shiftKey && to) { choose(row, true); choose(to, true) }
      return focusRow(at + step)
    }
    const those = picked.length > 0 ? picked : [row]
    const say = (doing: Doing) => () => { perform(those, doing); focusRow(nextOwed(rows, at, new Set(those.map(keyOf)))) }
    const asked = asking !== null && those.length === asking.length && those.every((one, n) => keyOf(one) === keyOf(asking[n] ?? one))
    if (event.key !== 'Shift') setAsking(null)
    const withdraw = () => { if (asked) say('not_needed')(); else if (those.some(isOwed)) setAsking(those) }
    const verb: Record<string, () => void> = { k: say('kept'), n: withdraw, ...(asked ? { Enter: withdraw } : {}), c: say('cannot'), u: () => perform(isOwed(row) ? worked.filter((one) => keyOf(one) === latest) : [row], 'reopened'), o: () => setChanging(those.filter(isOwed)) }
    // At once, so that the next press is the next row's, however fast it comes. In a row's box the frame takes no keys.
    const own = event.repeat ? undefined : verb[event.key]
    if (!own) return
    // Nor is the letter written into what it opens.
    event.preventDefault()
    own()
  }

  const chooseAll = (on: boolean) => setChosen(on ? new Set(owed.map(keyOf)) : new Set())
  const verbs: RowVerbs = { done, chosen, choose, act: (row, doing) => perform([row], doing), change: (row) => setChanging([row]) }
  return (
    <div ref={page} onKeyDown={onKeyDown} role="group" aria-label="Promises to work through" className="flex min-w-0 flex-col gap-2">
      {mayWrite && rows.length > 0 && view !== 'done' && <p className="flex min-h-8 flex-wrap items-center gap-x-1 text-12 text-muted max-sm:hidden pointer-coarse:hidden"><Kbd>W</Kbd> works through them: <Kbd>↑</Kbd> <Kbd>↓</Kbd> move, <Kbd>K</Kbd> kept, <Kbd>N</Kbd> twice no longer needed, <Kbd>C</Kbd> cannot be kept, <Kbd>O</Kbd> owner or time, <Kbd>Space</Kbd> chooses several, <Kbd>U</Kbd> undoes.</p>}
      <p className="sr-only" aria-live="polite">{said}</p>
      <Stacked rows={rows} verbs={verbs} chooseAll={chooseAll} />
      <Table
        className={rows.length > 0 ? 'max-sm:hidden' : undefined} label="Promises" rows={rows} rowKey={keyOf} loading={(loading && held === null) || (fetching && rows.length === 0)}
        columns={ledgerColumns({ slug, currency, mayWrite, rows, verbs, chooseAll })}
        empty={<EmptyState title={view === 'overdue' ? 'Nothing is overdue' : 'No promises here'}><p>On a customer’s page the key P notes what was promised; your systems can send promises too.</p></EmptyState>}
      />
      {asking && (
        <div role="alert" className="sticky bottom-0 z-20 flex flex-wrap items-center gap-2 border-t bg-paper py-2 text-14">
          <p className="font-medium">{asking.length === 1 ? `The customer no longer needs “${asking[0]?.text ?? 'this promise'}”?` : `The customers no longer need these ${formatCount(asking.length)} promises?`} <span className="font-normal text-muted">{asking.length === 1 ? 'It' : 'They'} will not count as due. <Kbd>N</Kbd> or <Kbd>Enter</Kbd> says yes, any other key no.</span></p>
          <Button onClick={() => perform(asking, 'not_needed')}>Yes</Button>
          <Button look="quiet" onClick={() => setAsking(null)}>No</Button>
        </div>
      )}
      {mayWrite && (
        <LedgerBar
          chosen={picked.length} worked={worked.length} rows={rows.length} all={all} saving={worked.some((row) => !done.get(keyOf(row))?.saved)}
          onDo={(doing) => perform(picked, doing)} onChange={() => setChanging(picked.filter(isOwed))} onNone={() => setChosen(new Set())} onGoOn={goOn} onUndo={() => perform(worked, 'reopened')}
        />
      )}
      {changing && changing.length > 0 && <ChangePromises rows={changing} onClose={() => setChanging(null)} />}
    </div>
  )
}
