import { uploadFromPage } from '@/server/rest/page-imports'

export const dynamic = 'force-dynamic'
export const POST = (request: Request) => uploadFromPage(request)
