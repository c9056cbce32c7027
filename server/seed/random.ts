/**
 * Chance that is the same every time: sfc32 (Chris Doty-Humphrey, PractRand), seeded from a text. One stream per
 * customer, so that a change in what one of them does leaves all others as they were.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private d = 1

  constructor(seed: string) {
    // FNV-1a over the text, three times with different beginnings; the first draws of sfc32 mix what is left.
    const hash = (start: number) => Array.from(seed).reduce((h, char) => Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193), start)
    this.a = hash(0x811c9dc5) | 0
    this.b = hash(0x9e3779b9) | 0
    this.c = hash(0x85ebca6b) | 0
    for (let i = 0; i < 12; i++) this.next()
  }

  /** Uniform in [0, 1). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return (t >>> 0) / 4294967296
  }

  chance(p: number): boolean {
    return this.next() < p
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.next() * list.length)] ?? list[0]
  }

  /** One of the entries, each as likely as its weight says. */
  weighted<T>(entries: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of entries) if ((left -= weight) < 0) return value
    return entries[0][0]
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Poisson with a small mean (Knuth's product of uniforms). */
  count(mean: number): number {
    let product = this.next()
    // 1 − mean ≤ e^−mean: nearly always nothing happens, and that is known without the exponential.
    if (product <= 1 - mean) return 0
    const limit = Math.exp(-mean)
    let n = 0
    for (; product > limit; product *= this.next()) n++
    return n
  }
}
