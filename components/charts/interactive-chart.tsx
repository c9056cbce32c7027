'use client'
import { Maximize2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { IconButton } from '../ui/button'
import { Skeleton } from '../ui/states'
import { LineChart, type LineChartProps } from './line-chart'

const Large = dynamic(() => import('./large-line-chart'), { ssr: false, loading: () => <Skeleton className="h-120" /> })
const Dialog = dynamic(() => import('../ui/dialog').then((module) => module.Dialog), { ssr: false })

/** A LineChart with a button that opens it large, to zoom and read along. The library behind that loads on the press. */
export function InteractiveChart(props: LineChartProps) {
  const [open, setOpen] = useState(false)
  return (
    <div className="relative">
      <LineChart {...props} />
      <div className="absolute -top-9 right-0 max-sm:hidden">
        <IconButton label={`Open large: ${props.label}`} icon={<Maximize2 />} onClick={() => setOpen(true)} />
      </div>
      {open && (
        <Dialog open onOpenChange={setOpen} title={props.label} className="sm:w-300!">
          <Large {...props} height={480} />
        </Dialog>
      )}
    </div>
  )
}
