import { downloadEverything } from '@/server/rest/downloads'

export const dynamic = 'force-dynamic'
export const GET = async (request: Request, { params }: { params: Promise<{ id: string }> }) => downloadEverything(request, (await params).id)
