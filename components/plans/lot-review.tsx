'use client'
import { useState } from 'react'
import type { Lot } from '@/server/domain/plans/lot'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { EMPTY_GROUPS, GroupFields, groupsOf, type Groups, type GroupsDraft } from './group-fields'
import { sayLot } from './words'

/** The two groups' counts, typed in on the review day. */
export function LotReview({ lot, busy, onClose, onGroups }: { lot: Lot | null; busy: boolean; onClose: () => void; onGroups: (groups: Groups) => void }) {
  const [draft, setDraft] = useState<GroupsDraft>({ ...EMPTY_GROUPS, kind: lot?.counted ?? 'shares' })
  const groups = groupsOf(draft)
  const said = lot && sayLot(lot)
  return (
    <Dialog open onOpenChange={onClose} title="What came of the two groups?" description={lot ? `Said beforehand: ${said?.what ?? 'nobody knew yet what would be counted'}; ${said?.groups ?? 'nobody knew yet how large the groups would be'}.` : undefined} footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" busy={busy} disabled={!groups} onClick={() => { if (groups) onGroups(groups) }}>Give the verdict</Button></>}>
      <GroupFields draft={draft} kindSaid={lot !== null} onDraft={setDraft} />
    </Dialog>
  )
}
