import type { Column } from './sql'
import type { Cell } from './draft'

type Table = { name: string; keys: readonly Column[]; sums: readonly Column[] }

/** Two numbers below this make one that is still exact. */
const PAIR = 2 ** 26

/**
 * Sums per cell of a roll-up, column by column. A cell is found by numbers: a key's value gets one when it is first
 * seen, and so does each pair of what stands before it and itself. Joining the values to one text would cost ten times that.
 */
export class Sums {
  private readonly numbers: Map<unknown, number>[]
  private readonly pairs: Map<number, number>[]
  private readonly keys: Cell[][]
  private readonly columns: number[][]

  constructor(readonly table: Table) {
    this.numbers = table.keys.map(() => new Map<unknown, number>())
    this.pairs = table.keys.map(() => new Map<number, number>())
    this.keys = table.keys.map(() => [])
    this.columns = table.sums.map(() => [])
  }

  /** The cell of a key; a new one holds zeros. */
  cell(key: readonly (Cell | undefined)[]): number {
    let cell = 0
    for (let i = 0; i < key.length; i++) {
      const number = numberOf(this.numbers[i] as Map<unknown, number>, key[i] ?? null)
      cell = i === 0 ? number : numberOf(this.pairs[i] as Map<number, number>, cell * PAIR + number)
    }
    const known = this.columns[0]?.length ?? 0
    if (cell === known) {
      for (let i = 0; i < key.length; i++) this.keys[i]?.push(key[i] ?? null)
      for (const column of this.columns) column.push(0)
    }
    return cell
  }

  add(cell: number, column: number, n: number): void {
    const sums = this.columns[column] as number[]
    sums[cell] = (sums[cell] as number) + n
  }

  asSeen(): number[] {
    return Array.from({ length: this.columns[0]?.length ?? 0 }, (_, cell) => cell)
  }

  /** Cells in the order of their keys, so that two batches never wait for each other in a circle. */
  inOrder(): number[] {
    const { keys } = this
    return this.asSeen().toSorted((a, b) => {
      for (const column of keys) {
        const [x, y] = [column[a] as string, column[b] as string]
        if (x !== y) return x < y ? -1 : 1
      }
      return 0
    })
  }

  keysOf(column: number, order: readonly number[]): Cell[] {
    const keys = this.keys[column] as Cell[]
    return order.map((cell) => keys[cell] as Cell)
  }

  /** Empty where nothing is to be added. */
  sumsOf(column: number, order: readonly number[]): number[] {
    const sums = this.columns[column] as number[]
    if (sums.every((sum) => sum === 0)) return []
    return order.map((cell) => sums[cell] as number)
  }
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  let number = numbers.get(key)
  if (number === undefined) numbers.set(key, (number = numbers.size))
  return number
}
