import type { Encoding } from './dialect'
import { INVALID } from './split-rows'

export type DetectedEncoding =
  | { ok: true; encoding: Encoding; bom: number }
  | { ok: false; reason: string }

/**
 * The encoding of a file from its first bytes: a byte order mark decides; else UTF-8 if valid so far; else Latin-1.
 * UTF-16 without a mark is refused, as its zero bytes cannot be told from damage.
 */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { ok: true, encoding: 'utf-8', bom: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { ok: true, encoding: 'utf-16le', bom: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { ok: true, encoding: 'utf-16be', bom: 2 }
  const zeros = head.filter((byte) => byte === 0).length
  if (zeros > head.length / 5) {
    return { ok: false, reason: 'this is no text file, or UTF-16 without a byte order mark: save it as UTF-8' }
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, wholeCharacters(head)))
    return { ok: true, encoding: 'utf-8', bom: 0 }
  } catch {
    return { ok: true, encoding: 'latin-1', bom: 0 }
  }
}

/** How many bytes of UTF-8 to take so that the last character is not cut in two. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needs > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

/** Decodes a file piece by piece. Lines with bytes that are not UTF-8 get the mark INVALID, so that a row can be named. */
export class Decoder {
  private readonly strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private readonly lax = new TextDecoder('utf-8', { ignoreBOM: true })
  private readonly other: InstanceType<typeof TextDecoder> | null
  private held = new Uint8Array(0)

  constructor(encoding: Encoding) {
    this.other = encoding === 'utf-8' ? null : new TextDecoder(encoding === 'latin-1' ? 'windows-1252' : encoding, { ignoreBOM: true })
  }

  push(piece: Uint8Array): string {
    if (this.other) return this.other.decode(piece, { stream: true })
    const bytes = this.held.length === 0 ? piece : join(this.held, piece)
    const end = wholeCharacters(bytes)
    this.held = bytes.slice(end)
    return this.utf8(bytes.subarray(0, end))
  }

  end(): string {
    return this.other ? this.other.decode() : this.utf8(this.held)
  }

  private utf8(bytes: Uint8Array): string {
    try {
      return this.strict.decode(bytes)
    } catch {
      return this.lineByLine(bytes)
    }
  }

  private lineByLine(bytes: Uint8Array): string {
    let text = ''
    for (let from = 0; from < bytes.length; ) {
      const lineFeed = bytes.indexOf(10, from)
      const to = lineFeed < 0 ? bytes.length : lineFeed + 1
      const line = bytes.subarray(from, to)
      try {
        text += this.strict.decode(line)
      } catch {
        text += this.lax.decode(line).replaceAll('\uFFFD', INVALID)
      }
      from = to
    }
    return text
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
