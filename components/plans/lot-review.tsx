'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { EMPTY_GROUPS, GroupFields, groupsOf, type Groups } from './group-fields'

/** The two groups' counts, typed in on the review day. */
export function LotReview({ busy, onClose, onGroups }: { busy: boolean; onClose: () => void; onGroups: (groups: Groups) => void }) {
  const [draft, setDraft] = useState(EMPTY_GROUPS)
  const groups = groupsOf(draft)
  return (
    <Dialog open onOpenChange={onClose} title="What came of the two groups?" footer={<><Button onClick={onClose}>Cancel</Button><Button look="primary" busy={busy} disabled={!groups} onClick={() => { if (groups) onGroups(groups) }}>Give the verdict</Button></>}>
      <GroupFields draft={draft} onDraft={setDraft} />
    </Dialog>
  )
}
