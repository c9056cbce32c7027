/** Signs out: ends the session on the server, then goes to `to` with nothing of the old pages kept. */
export async function leave(to = '/sign-in'): Promise<void> {
  // Fetched when asked for: the way out is on every page, and few take it.
  const { signOut } = await import('next-auth/react')
  await signOut({ redirect: false })
  forgetDrafts()
  window.location.assign(to)
}

/** What this browser kept of maps that were being written, and which screen was worked on. A wall display's token beside it is not this person's. */
function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('touchstone_map_') || key.startsWith('touchstone-last-screen:')) localStorage.removeItem(key)
  } catch {
    // Storage is forbidden here, so nothing was kept.
  }
}
