'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The parts of Plans. */
export function PlansNav() {
  const { slug } = useWorkspace()
  const base = `/${slug}/plans`
  return <div className="print:hidden"><SubNav label="Plans" items={[
    { href: base, label: 'All plans', exact: true },
    { href: `${base}/opportunities`, label: 'Opportunities' },
    { href: `${base}/assumptions`, label: 'Assumptions' },
    { href: `${base}/meeting`, label: 'Meeting' },
    { href: `${base}/test`, label: 'Two groups by lot' },
  ]} /></div>
}
