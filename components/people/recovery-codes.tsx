'use client'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'

/** Ten codes, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="grid max-w-132 gap-4">
      <p className="text-14">Keep these recovery codes where you find them without your telephone. Each gets you in once in place of a code. They are shown this once.</p>
      <ol aria-label="Recovery codes" className="grid gap-1 border-y py-3 font-mono text-13">
        {codes.map((code) => <li key={code} className="select-all">{code}</li>)}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join('\n')} label="Copy the codes" />
        <Button look="primary" onClick={onDone}>I have kept them</Button>
      </div>
    </div>
  )
}
