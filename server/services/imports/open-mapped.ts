import { compileMapping, type RowReader } from '@/server/domain/mapping/compile'
import { dialectOf, type Mapping } from '@/server/domain/mapping/mapping'
import { invalid } from '@/server/errors'
import { openRows, type OpenFile, type ReadOptions } from './read-rows'

export type MappedFile = { file: OpenFile; read: RowReader; /** Source of rows that bring none along. */ source: string }

/**
 * Opens a file the way its mapping says. Throws `invalid` when it is no table, or when the mapping names a column or
 * format that is not there; the reason lists the columns that are.
 */
export async function openMapped(bytes: AsyncIterable<Uint8Array>, mapping: Mapping, options: { zone: string; fileHash: string } & Omit<ReadOptions, 'dialect'>): Promise<MappedFile> {
  const { zone, fileHash, ...reading } = options
  const file = await openRows(bytes, { ...reading, dialect: dialectOf(mapping) })
  const compiled = compileMapping(mapping, file.header, { organisationZone: zone, fileHash, width: file.width })
  if (compiled.ok) return { file, read: compiled.read, source: compiled.source }
  await file.batches.return()
  throw invalid(`The mapping does not fit the file: ${compiled.errors[0] ?? ''}.`, compiled.errors.slice(0, 100).map((reason) => ({ field: 'mapping', reason })))
}
