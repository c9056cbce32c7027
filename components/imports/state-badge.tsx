import { Badge, type Tone } from '../ui/badge'
import type { ImportView } from './use-file'

const SAID: Record<ImportView['state'], { tone: Tone; text: string }> = {
  queued: { tone: 'neutral', text: 'waiting' }, running: { tone: 'accent', text: 'running' }, done: { tone: 'good', text: 'done' }, failed: { tone: 'danger', text: 'failed' }, cancelled: { tone: 'neutral', text: 'being taken back' },
}

export function StateBadge({ view }: { view: Pick<ImportView, 'state' | 'taken_back_at'> }) {
  const { tone, text } = SAID[view.state]
  return <Badge tone={tone}>{view.taken_back_at ? 'taken back' : text}</Badge>
}
