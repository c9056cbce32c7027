'use client'
import { useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { CodeField } from './code-field'
import { FormMessage } from './form-message'
import { messageOf, reasonAt, type Outcome } from './outcome'
import { PasswordField } from './password-field'
import { RecoveryCodes } from './recovery-codes'
import { useForm } from './use-form'

export type Enrolment = { pending: string; qr: { size: number; path: string }; secret: string }
export type SecondFactorSetUpProps = {
  email: string
  /** What it is for, before it is begun. */
  lead?: ReactNode
  begin: (input: { password: string }) => Promise<Outcome<Enrolment>>
  confirm: (input: { pending: string; code: string }) => Promise<Outcome<{ codes: string[] }>>
  /** After the recovery codes were seen. */
  onDone: () => void
}

/** Password, then the picture to scan and the first code, then the recovery codes. */
export function SecondFactorSetUp({ email, lead, begin, confirm, onDone }: SecondFactorSetUpProps) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (enrolment) return <Scan enrolment={enrolment} confirm={confirm} onCodes={setCodes} />
  return <Begin email={email} lead={lead} begin={begin} onBegun={setEnrolment} />
}

function Begin({ email, lead, begin, onBegun }: Pick<SecondFactorSetUpProps, 'email' | 'lead' | 'begin'> & { onBegun: (enrolment: Enrolment) => void }) {
  const { busy, outcome, onSubmit } = useForm<Enrolment>(({ password = '' }) => begin({ password }), onBegun)
  return (
    <form method="post" onSubmit={onSubmit} className="grid max-w-96 gap-4" aria-label="Set up a second factor">
      {lead && <p className="text-14">{lead}</p>}
      <FormMessage>{messageOf(outcome, ['password'])}</FormMessage>
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField label="Your password" fill="current-password" error={reasonAt(outcome, 'password')} />
      <div><Button type="submit" busy={busy}>Set up a second factor</Button></div>
    </form>
  )
}

function Scan({ enrolment, confirm, onCodes }: Pick<SecondFactorSetUpProps, 'confirm'> & { enrolment: Enrolment; onCodes: (codes: string[]) => void }) {
  const { busy, outcome, onSubmit } = useForm<{ codes: string[] }>(({ code = '' }) => confirm({ pending: enrolment.pending, code }), ({ codes }) => onCodes(codes))
  return (
    <form method="post" onSubmit={onSubmit} className="grid max-w-96 gap-4" aria-label="The first code">
      <p className="text-14">Scan this with an authenticator app on your telephone; any will do.</p>
      {/* Dark on white in either theme: many apps read no other. */}
      <svg role="img" aria-label="QR code for your authenticator app" viewBox={`0 0 ${enrolment.qr.size} ${enrolment.qr.size}`} shapeRendering="crispEdges" className="size-52 rounded-sm bg-white">
        <path d={enrolment.qr.path} fill="#000" />
      </svg>
      <p className="text-13 text-muted">Or type this into it: <span className="font-mono text-ink select-all">{enrolment.secret}</span></p>
      <FormMessage>{messageOf(outcome, ['code'])}</FormMessage>
      <CodeField recovery={false} error={reasonAt(outcome, 'code')} />
      <div><Button type="submit" look="primary" busy={busy}>Switch it on</Button></div>
    </form>
  )
}
