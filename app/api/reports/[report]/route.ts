import { downloadReport } from '@/server/rest/downloads'

export const dynamic = 'force-dynamic'
export const GET = async (request: Request, { params }: { params: Promise<{ report: string }> }) => downloadReport(request, (await params).report)
