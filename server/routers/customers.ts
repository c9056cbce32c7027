import { customerHead, customerTimeline } from '../queries/customer-page'
import { customerIssues } from '../queries/customer-page-issues'
import { customerStory } from '../queries/customer-page-story'
import { listCustomers } from '../queries/customers'
import { findDuplicates, likelySame, listMerges } from '../queries/duplicates'
import { customerInput, customerListInput, issuesInput, timelineInput } from '../schemas/customers'
import { addNoteInput, changeNoteInput, duplicatesInput, mergeInput, mergesInput, rememberInput, removeNoteInput, tellApartInput, unmergeInput } from '../schemas/identity'
import { addNote, changeNote, rememberAttribute, removeNote } from '../services/customers/notes'
import { mergeCustomers } from '../services/identity/merge-customers'
import { previewMerge } from '../services/identity/preview-merge'
import { tellApart } from '../services/identity/tell-apart'
import { unmerge } from '../services/identity/unmerge'
import { eraseCustomer } from '../services/recording/erase-customer'
import { orgProcedure, router } from './trpc'

export const customersRouter = router({
  list: orgProcedure.input(customerListInput).query(({ ctx, input }) => listCustomers(ctx, input)),
  head: orgProcedure.input(customerInput).query(({ ctx, input }) => customerHead(ctx, input.id)),
  timeline: orgProcedure.input(timelineInput).query(({ ctx, input }) => customerTimeline(ctx, input)),
  story: orgProcedure.input(customerInput).query(({ ctx, input }) => customerStory(ctx, input.id)),
  issues: orgProcedure.input(issuesInput).query(({ ctx, input }) => customerIssues(ctx, input)),
  addNote: orgProcedure.input(addNoteInput).mutation(({ ctx, input }) => addNote(ctx, input)),
  changeNote: orgProcedure.input(changeNoteInput).mutation(({ ctx, input }) => changeNote(ctx, input)),
  removeNote: orgProcedure.input(removeNoteInput).mutation(({ ctx, input }) => removeNote(ctx, input)),
  remember: orgProcedure.input(rememberInput).mutation(({ ctx, input }) => rememberAttribute(ctx, input)),
  duplicates: orgProcedure.input(duplicatesInput).query(({ ctx, input }) => findDuplicates(ctx, input)),
  likelySame: orgProcedure.input(customerInput).query(({ ctx, input }) => likelySame(ctx, input.id)),
  merges: orgProcedure.input(mergesInput).query(({ ctx, input }) => listMerges(ctx, input)),
  previewMerge: orgProcedure.input(mergeInput).query(({ ctx, input }) => previewMerge(ctx, input)),
  merge: orgProcedure.input(mergeInput).mutation(({ ctx, input }) => mergeCustomers(ctx, input)),
  unmerge: orgProcedure.input(unmergeInput).mutation(({ ctx, input }) => unmerge(ctx, input)),
  tellApart: orgProcedure.input(tellApartInput).mutation(({ ctx, input }) => tellApart(ctx, input)),
  erase: orgProcedure.input(customerInput).mutation(({ ctx, input }) => eraseCustomer(ctx, input.id)),
})
