/** Whether a write comes from our own pages, as the browser says; clients that are no browser send no Origin. */
export function sameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return origin === null || (URL.canParse(origin) && new URL(origin).host === host)
}
