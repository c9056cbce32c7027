import { env } from '../env'

/** Cookies are `Secure` when people reach the instance by https; over plain http a browser would drop them. */
export const secureCookies = (): boolean => env().PUBLIC_URL?.startsWith('https://') ?? false

/** Where people come by https the name itself binds the cookie to this host, https and the whole site; elsewhere next-auth's own. */
export const sessionCookieName = (): string => (secureCookies() ? '__Host-next-auth.session-token' : 'next-auth.session-token')
