/** Lets the browser save a text, or anything already made, as a file. */
export function saveText(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }))
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then; until it is released the browser keeps the whole file.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
