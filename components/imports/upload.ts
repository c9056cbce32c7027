import type { Mapping } from '@/server/domain/mapping/mapping'

export type Uploading = { done: Promise<{ id: string }>; stop: () => void }

/** Sends file and mapping. XMLHttpRequest, because fetch does not say how much of a body has gone. Rejects with a sentence for people. */
export function upload(org: string, file: File, mapping: Mapping, onProgress: (sent: number, of: number) => void): Uploading {
  const form = new FormData()
  form.append('mapping', JSON.stringify(mapping))
  form.append('file', file)
  const request = new XMLHttpRequest()
  const done = new Promise<{ id: string }>((resolve, reject) => {
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total))
    request.addEventListener('load', () => {
      const body = answerOf(request.responseText)
      if (request.status === 202 && body?.id) resolve({ id: body.id })
      else reject(new Error(body?.detail ?? 'The server could not take the file. Try again.'))
    })
    request.addEventListener('error', () => reject(new Error('The connection broke while the file was on its way. Nothing was kept; try again.')))
    request.addEventListener('abort', () => reject(new Error('Stopped. Nothing was kept.')))
    request.open('POST', `/api/imports?org=${encodeURIComponent(org)}`)
    request.send(form)
  })
  return { done, stop: () => request.abort() }
}

function answerOf(text: string): { id?: string; detail?: string } | null {
  try {
    return JSON.parse(text) as { id?: string; detail?: string }
  } catch {
    return null
  }
}
