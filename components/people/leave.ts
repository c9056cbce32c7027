/** Signs out: ends the session on the server, then goes to `to` with nothing of the old pages kept. */
export async function leave(to = '/sign-in'): Promise<void> {
  // Fetched when asked for: the way out is on every page, and few take it.
  const { signOut } = await import('next-auth/react')
  await signOut({ redirect: false })
  window.location.assign(to)
}
