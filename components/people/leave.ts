import { signOut } from 'next-auth/react'

/** Signs out: ends the session on the server, then goes to `to` with nothing of the old pages kept. */
export async function leave(to = '/sign-in'): Promise<void> {
  await signOut({ redirect: false })
  window.location.assign(to)
}
