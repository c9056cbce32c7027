import { streamRoute } from '@/server/rest/screens/routes'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => streamRoute(request)
