import type { Env } from '../env'

/** What an ID token says of how and when somebody proved who they are (OpenID Connect Core 1.0 §2, RFC 8176). */
export type Strength = { acr?: unknown; amr?: unknown; auth_time?: unknown }

const SKEW_S = 60
const listed = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter((one) => one !== '')

/** What is asked of the provider beforehand; it may pass over it, so what it answers is checked too. */
export function strengthAsked(env: Pick<Env, 'OIDC_ACR' | 'OIDC_MAX_AGE'>): Record<string, string> {
  const acr = listed(env.OIDC_ACR)
  return { ...(acr.length > 0 ? { acr_values: acr.join(' ') } : {}), ...(env.OIDC_MAX_AGE === undefined ? {} : { max_age: String(env.OIDC_MAX_AGE) }) }
}

/** Whether somebody signed in at the provider in a way, and as lately, as this instance asks for. What is not said does not count as said. */
export function strongEnough(claims: Strength, env: Pick<Env, 'OIDC_ACR' | 'OIDC_AMR' | 'OIDC_MAX_AGE'>, now: Date): boolean {
  const [acr, amr] = [listed(env.OIDC_ACR), listed(env.OIDC_AMR)]
  if (acr.length > 0 && !(typeof claims.acr === 'string' && acr.includes(claims.acr))) return false
  if (amr.length > 0 && !(Array.isArray(claims.amr) && amr.every((method) => (claims.amr as unknown[]).includes(method)))) return false
  if (env.OIDC_MAX_AGE === undefined) return true
  const age = now.getTime() / 1000 - (typeof claims.auth_time === 'number' ? claims.auth_time : Number.NaN)
  return age <= env.OIDC_MAX_AGE + SKEW_S && age >= -SKEW_S
}
