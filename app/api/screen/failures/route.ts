import { failureRoute } from '@/server/rest/screens/routes'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => failureRoute(request)
