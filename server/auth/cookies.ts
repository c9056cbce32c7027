import { env } from '../env'

/** Cookies are `Secure` when people reach the instance by https; over plain http a browser would drop them. */
export const secureCookies = (): boolean => env().PUBLIC_URL?.startsWith('https://') ?? false

/** next-auth's own name for its session cookie. */
export const sessionCookieName = (): string => (secureCookies() ? '__Secure-next-auth.session-token' : 'next-auth.session-token')
