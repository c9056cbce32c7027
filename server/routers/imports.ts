import { z } from 'zod'
import { now } from '../clock'
import { EXAMPLE_MAPPINGS } from '../domain/mapping/examples'
import { getImport, listImports, listMappings } from '../queries/imports'
import { mappingName, previewInput, saveMappingInput, sniffInput } from '../schemas/imports'
import { previewImport } from '../services/imports/preview-import'
import { deleteMapping, saveMapping } from '../services/imports/saved-mappings'
import { sniffFile } from '../services/imports/sniff-file'
import { withdrawImport } from '../services/imports/withdraw-import'
import { orgProcedure, router } from './trpc'

const byId = z.strictObject({ id: z.uuid() })
const headOf = ({ head, whole }: { head: string; whole: boolean }) => ({ head: Buffer.from(head, 'base64'), whole })

export const importsRouter = router({
  list: orgProcedure.input(z.strictObject({ before: z.string().max(60).optional() })).query(({ ctx, input }) => listImports(ctx, { ...input, limit: 20 })),
  one: orgProcedure.input(byId).query(({ ctx, input }) => getImport(ctx, input.id)),
  mappings: orgProcedure.query(async ({ ctx }) => ({ saved: await listMappings(ctx), examples: EXAMPLE_MAPPINGS })),
  // Mutations only because a file's beginning does not fit into an address.
  sniff: orgProcedure.input(sniffInput).mutation(({ ctx, input }) => sniffFile(ctx, { ...headOf(input), dialect: input.dialect })),
  preview: orgProcedure.input(previewInput).mutation(({ ctx, input }) => previewImport(ctx, { ...headOf(input), mapping: input.mapping })),
  save: orgProcedure.input(saveMappingInput).mutation(({ ctx, input }) => saveMapping(ctx, input)),
  forget: orgProcedure.input(z.strictObject({ name: mappingName })).mutation(({ ctx, input }) => deleteMapping(ctx, input.name)),
  takeBack: orgProcedure.input(byId).mutation(({ ctx, input }) => withdrawImport(ctx, input.id, { dataDir: ctx.instance.dataDir, at: now() })),
})
