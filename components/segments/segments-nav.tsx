'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The parts of Segments. */
export function SegmentsNav() {
  const { slug } = useWorkspace()
  const base = `/${slug}/segments`
  return <SubNav label="Segments" items={[
    { href: base, label: 'Who is worth what', exact: true },
  ]} />
}
