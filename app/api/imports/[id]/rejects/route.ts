import { rejectsForPage } from '@/server/rest/page-imports'

export const dynamic = 'force-dynamic'
export const GET = async (request: Request, { params }: { params: Promise<{ id: string }> }) => rejectsForPage(request, (await params).id)
