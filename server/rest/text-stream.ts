/** CSV text as it is made, at the pace of whoever reads it; closed with them. */
export function csvOf({ filename, pieces }: { filename: string; pieces: AsyncGenerator<string, void, undefined> }): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() { await pieces.return() },
  })
  return new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${filename.replaceAll(/[^\w.-]/g, '_')}"` } })
}
