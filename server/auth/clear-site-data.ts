/**
 * Signing out empties what the browser kept of the pages (its cache, and pages it would show on "back"). Not its storage:
 * a wall display's token lies there, and who signs out on the machine behind a wall must not put the wall out
 * (components/people/leave drops what is ours and nobody else's). Not its cookies: the session's is dropped by itself.
 */
export function forgetting(request: Request, response: Response): Response {
  if (request.method === 'POST' && new URL(request.url).pathname.endsWith('/signout')) response.headers.set('Clear-Site-Data', '"cache"')
  return response
}
