import { downloadAudit } from '@/server/rest/downloads'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => downloadAudit(request)
