import { downloadCustomers } from '@/server/rest/downloads'

export const dynamic = 'force-dynamic'
export const GET = (request: Request) => downloadCustomers(request)
