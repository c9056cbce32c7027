import { seenRoute } from '@/server/rest/screens/routes'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => seenRoute(request)
