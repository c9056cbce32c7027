import { surveyRequest } from '@/server/rest/survey/route'

export const dynamic = 'force-dynamic'

const handle = async (request: Request, { params }: { params: Promise<{ token: string }> }) => surveyRequest(request, (await params).token)

export { handle as GET, handle as POST }
