import { unsubscribeRequest } from '@/server/rest/unsubscribe'

export const dynamic = 'force-dynamic'

const handle = async (request: Request, { params }: { params: Promise<{ token: string }> }) => unsubscribeRequest(request, (await params).token)

export { handle as GET, handle as POST }
