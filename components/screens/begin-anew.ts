/** Loads the page anew, if it can be loaded: a wall must not end on a browser's error page. Answers whether it could. */
export async function beginAnew(): Promise<boolean> {
  const there = await fetch('/screen', { cache: 'no-store' }).then((answer) => answer.ok, () => false)
  if (there) location.reload()
  return there
}
