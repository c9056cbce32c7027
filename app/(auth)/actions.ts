'use server'
import type { AcceptAsNewFormProps } from '@/components/people/accept-forms'
import type { NewOrganisationProps } from '@/components/people/new-organisation'
import type { NewPasswordFormProps } from '@/components/people/new-password-form'
import type { Outcome } from '@/components/people/outcome'
import type { SetUpFormProps } from '@/components/people/set-up-form'
import { caller } from '@/server/caller'
import { outcomeOf } from './outcome-of'

/** These pages carry no tRPC client; each action is its procedure, called here, with what is wrong returned. */
type Args<F extends (...args: never[]) => unknown> = Parameters<F>[0]

export const setUp = async (input: Args<SetUpFormProps['setUp']>) => outcomeOf((await caller(null)).people.setUp(input))
export const requestReset = async (input: { email: string }) => outcomeOf((await caller(null)).people.requestReset(input))
export const resetPassword = async (input: Args<NewPasswordFormProps['resetPassword']>) => outcomeOf((await caller(null)).people.resetPassword(input))
export const acceptAsNew = async (input: Args<AcceptAsNewFormProps['accept']>) => outcomeOf((await caller(null)).people.acceptAsNew(input))
export const acceptAsMe = async (input: { token: string }) => outcomeOf((await caller(null)).people.acceptAsMe(input))
export const beginSecondFactor = async (input: { password: string }) => outcomeOf((await caller(null)).people.beginSecondFactor(input))
export const confirmSecondFactor = async (input: { pending: string; code: string }) => outcomeOf((await caller(null)).people.confirmSecondFactor(input))
export const createOrganisation = async (input: Args<NewOrganisationProps['create']>) => outcomeOf((await caller(null)).people.createOrganisation(input))
export const createSample = async (): Promise<Outcome<{ slug: string }>> => outcomeOf((await caller(null)).people.createSample())
