import { bootState } from '@/server/boot'
import { answer } from '@/server/rest/router'
import { routes } from '@/server/rest/table'

export const dynamic = 'force-dynamic'

const handle = (request: Request) => answer(routes, '/api/v1', request, bootState)

export { handle as GET, handle as HEAD, handle as OPTIONS, handle as POST, handle as PATCH, handle as PUT, handle as DELETE }
