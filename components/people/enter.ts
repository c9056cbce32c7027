import { signIn } from 'next-auth/react'

/** Signs in with a password; null when it worked, else what to tell the person. */
export async function enterWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false })
    if (!answer) return UNREACHABLE
    return answer.error ? signInMessage(answer.error) : null
  } catch {
    return UNREACHABLE
  }
}

const UNREACHABLE = 'Touchstone could not be reached. Check the connection and try again.'

/** Words for what next-auth puts into `error`, from the form or after a round trip to the provider. */
export function signInMessage(error: string): string {
  const minutes = Number(/^throttled:(\d+)$/.exec(error)?.[1] ?? 0)
  if (minutes > 0) return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, or set a new password.`
  return MESSAGES[error] ?? 'Signing in did not work. Try again.'
}

const MESSAGES: Record<string, string> = {
  wrong: 'E-mail or password is not right.',
  CredentialsSignin: 'E-mail or password is not right.',
  busy: 'Too many people are signing in right now. Try again in a moment.',
  unverified: 'Your provider has not verified your e-mail address, so it cannot be matched with a person here.',
  uninvited: 'Nobody here has been invited with this e-mail address. Ask an admin of your organisation for an invitation.',
  AccessDenied: 'The provider refused to sign you in.',
  OAuthCallback: 'The provider’s answer could not be read. Try again; if it stays so, tell whoever runs this server.',
  OAuthSignin: 'The provider could not be reached. Try again; if it stays so, tell whoever runs this server.',
}
