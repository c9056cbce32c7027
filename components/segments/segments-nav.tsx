'use client'
import { SubNav } from '../shell/sub-nav'
import { useWorkspace } from '../workspace/workspace'

/** The parts of Segments. */
export function SegmentsNav() {
  const { slug } = useWorkspace()
  const base = `/${slug}/segments`
  return <SubNav label="Segments" items={[
    { href: base, label: 'Who is worth what', exact: true },
    { href: `${base}/all`, label: 'Segmentations' },
    { href: `${base}/value`, label: 'What they will be worth' },
    { href: `${base}/perceived`, label: 'Valued by them' },
    { href: `${base}/breadth`, label: 'Several channels' },
  ]} />
}
