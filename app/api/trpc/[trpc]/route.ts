import { trpcHandler } from '@/server/rest/trpc-handler'

export const dynamic = 'force-dynamic'
const handler = (request: Request) => trpcHandler(request)
export { handler as GET, handler as POST }
