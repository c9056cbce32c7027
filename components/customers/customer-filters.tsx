'use client'
import { X } from 'lucide-react'
import { addMonths } from '@/server/domain/time/local-day'
import { CUSTOMER_STATUSES } from '@/server/schemas/customers'
import { Button } from '../ui/button'
import { Select } from '../ui/field'
import { formatDay } from '../ui/format-date'
import { useWorkspace } from '../workspace/workspace'
import { filtersIn, type CustomerAddress } from './filters'
import { Search } from './search'
import { STATUS_LABEL } from './status'

type Props = { address: CustomerAddress; set: (change: Partial<CustomerAddress> | null, typing?: boolean) => void }

/** Who is listed: by search, tier or segment, status, channel used, and for how long unseen. */
export function CustomerFilters({ address, set }: Props) {
  const { segments, channels, newest, today } = useWorkspace()
  const months = [3, 6, 12, 24].map((n) => ({ value: addMonths(newest ?? today, -n), label: `not seen for ${n} months` }))
  const own = address.seen_before && !months.some((month) => month.value === address.seen_before) ? [{ value: address.seen_before, label: `last seen before ${formatDay(address.seen_before)}` }] : []
  const choice = (label: string, value: string | null, any: string, options: { value: string; label: string }[], onValue: (value: string | null) => void) => (
    <Select quiet aria-label={label} className="w-auto! max-w-64 shrink-0" value={value ?? ''} options={[{ value: '', label: any }, ...options]} onValue={(next) => onValue(next || null)} />
  )
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-1 border-t pt-2">
      <Search value={address.q ?? ''} onValue={(text) => set({ q: text || null }, true)} />
      <div className="-mx-4 flex max-w-[100vw] items-center gap-1 overflow-x-auto px-4 sm:mx-0 sm:flex-wrap sm:px-0">
        {segments.length > 0 && choice('Segment', address.segment, 'All segments', segments.map((s) => ({ value: s.segmentation === 'value' ? s.slug : `${s.segmentation}:${s.slug}`, label: s.segmentation === 'value' ? s.name : `${s.segmentationName}: ${s.name}` })), (segment) => set({ segment }))}
        {choice('Status', address.status, 'Any status', CUSTOMER_STATUSES.map((value) => ({ value, label: STATUS_LABEL[value] })), (value) => set({ status: CUSTOMER_STATUSES.find((status) => status === value) ?? null }))}
        {channels.length > 0 && choice('Channel used in twelve months', address.channel, 'Any channel', channels.map((channel) => ({ value: channel.slug, label: `used ${channel.name}` })), (channel) => set({ channel }))}
        {choice('Last seen', address.seen_before, 'Whenever seen', [...months, ...own], (seen_before) => set({ seen_before }))}
        {Object.keys(filtersIn(address)).length > 0 && <Button look="quiet" onClick={() => set(null)}><X /> Clear</Button>}
      </div>
    </search>
  )
}
