import { customerHead, customerTimeline } from '../queries/customer-page'
import { listCustomers } from '../queries/customers'
import { customerInput, customerListInput, timelineInput } from '../schemas/customers'
import { eraseCustomer } from '../services/recording/erase-customer'
import { orgProcedure, router } from './trpc'

export const customersRouter = router({
  list: orgProcedure.input(customerListInput).query(({ ctx, input }) => listCustomers(ctx, input)),
  head: orgProcedure.input(customerInput).query(({ ctx, input }) => customerHead(ctx, input.id)),
  timeline: orgProcedure.input(timelineInput).query(({ ctx, input }) => customerTimeline(ctx, input)),
  erase: orgProcedure.input(customerInput).mutation(({ ctx, input }) => eraseCustomer(ctx, input.id)),
})
