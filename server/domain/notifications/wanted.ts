import type { NotificationKind } from '@/db/vocabulary'

/** Kinds of which a mail is sent unless its reader said otherwise: what somebody waits for, or must not be missed. */
const BY_DEFAULT: Record<NotificationKind, boolean> = { alert: true, promise_due: false, promise_overdue: true, mention: true, assignment: true, plan: true, journey: true }

/** Whether a member wants a mail of this kind of news. */
export const mailWanted = (kind: NotificationKind, said: Partial<Record<NotificationKind, boolean>> | null): boolean => said?.[kind] ?? BY_DEFAULT[kind]

/** Waits after the first to seventh failed attempt, in minutes: about a day in all. */
const BACK_OFF_MINUTES = [1, 5, 20, 60, 180, 480, 720]
export const MAIL_ATTEMPTS = BACK_OFF_MINUTES.length + 1

/** Milliseconds until a mail is tried again after so many failed attempts; null: not any more. */
export function mailWait(attempts: number): number | null {
  const minutes = BACK_OFF_MINUTES[attempts - 1]
  return minutes === undefined ? null : minutes * 60_000
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
