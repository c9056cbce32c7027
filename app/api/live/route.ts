import { liveStream } from '@/server/rest/live-stream'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => liveStream(request)
