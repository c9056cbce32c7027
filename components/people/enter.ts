import { signIn } from 'next-auth/react'

/** What stood in the way; `code`: the password is right, and a code of the second factor is wanted. `message` null: nothing was wrong. */
export type Refused = { code: boolean; message: string | null }

/** Signs in with a password and, where somebody has a second factor, its code; null when it worked. */
export async function enterWithPassword(email: string, password: string, code = ''): Promise<Refused | null> {
  try {
    const answer = await signIn('credentials', { email, password, code, redirect: false })
    if (!answer) return UNREACHABLE
    if (!answer.error) return null
    return { code: answer.error === 'code' || answer.error === 'code-wrong', message: answer.error === 'code' ? null : signInMessage(answer.error) }
  } catch {
    return UNREACHABLE
  }
}

const UNREACHABLE: Refused = { code: false, message: 'Touchstone could not be reached. Check the connection and try again.' }

/** Words for what next-auth puts into `error`, from the form or after a round trip to the provider. */
export function signInMessage(error: string): string {
  const minutes = Number(/^throttled:(\d+)$/.exec(error)?.[1] ?? 0)
  if (minutes > 0) return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, or set a new password.`
  return MESSAGES[error] ?? 'Signing in did not work. Try again.'
}

const MESSAGES: Record<string, string> = {
  wrong: 'E-mail or password is not right.',
  'code-wrong': 'That code is not right, or has been used. Wait for the next one.',
  set: 'Your new password is set. Sign in with it, and with a code of your second factor.',
  CredentialsSignin: 'E-mail or password is not right.',
  busy: 'Too many people are signing in right now. Try again in a moment.',
  unverified: 'Your provider has not verified your e-mail address, so it cannot be matched with a person here.',
  uninvited: 'Nobody here has been invited with this e-mail address. Ask an admin of your organisation for an invitation.',
  weak: 'Your provider let you in by a way that is not enough here: without a second factor, or too long ago. Sign in there again, then come back.',
  AccessDenied: 'The provider refused to sign you in.',
  OAuthCallback: 'The provider’s answer could not be read. Try again; if it stays so, tell whoever runs this server.',
  OAuthSignin: 'The provider could not be reached. Try again; if it stays so, tell whoever runs this server.',
}
