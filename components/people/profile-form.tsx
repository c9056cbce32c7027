'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PASSWORD_MIN } from '@/server/domain/people/password-length'
import { failureOf, useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { ErrorState, SkeletonLines } from '../ui/states'
import { useToast } from '../ui/toast'
import { FormMessage } from './form-message'
import { PasswordField } from './password-field'

/** One's name and e-mail. */
export function ProfileForm() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const router = useRouter()
  const toast = useToast()
  const profile = useQuery(trpc.people.profile.queryOptions())
  const update = useMutation(trpc.people.updateProfile.mutationOptions({
    onSuccess: () => {
      toast({ title: 'Name saved' })
      // The name stands at the foot of the rail too, which the server draws.
      router.refresh()
      return client.invalidateQueries({ queryKey: trpc.people.profile.queryKey() })
    },
  }))
  if (profile.isError) return <ErrorState title="Your account could not be read">{failureOf(profile.error)}</ErrorState>
  if (profile.isPending) return <SkeletonLines label="Loading your account" />
  return (
    <form
      aria-label="Your account" className="grid max-w-96 gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const name = new FormData(event.currentTarget).get('name')
        if (!update.isPending && typeof name === 'string') update.mutate({ name })
      }}
    >
      <FormMessage>{update.error ? failureOf(update.error) : null}</FormMessage>
      <Field label="Name" hint="As others here see you.">{(w) => <Input {...w} name="name" autoComplete="name" required maxLength={100} defaultValue={profile.data.name} />}</Field>
      <Field label="E-mail" hint={profile.data.singleSignOn ? 'You sign in through your organisation’s provider.' : 'You sign in with it.'}>
        {(w) => <Input {...w} readOnly value={profile.data.email} className="text-muted" />}
      </Field>
      <div><Button type="submit" busy={update.isPending}>Save</Button></div>
    </form>
  )
}

/** A new password; every other session of one's own ends with it. */
export function PasswordForm() {
  const trpc = useTRPC()
  const client = useQueryClient()
  const toast = useToast()
  const profile = useQuery(trpc.people.profile.queryOptions())
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useMutation(trpc.people.changePassword.mutationOptions({
    onSuccess: ({ othersEnded }) => {
      setCurrent('')
      setPassword('')
      toast({ title: 'Password changed', description: othersEnded > 0 ? `${othersEnded} other ${othersEnded === 1 ? 'session' : 'sessions'} ended.` : undefined })
      return Promise.all([client.invalidateQueries({ queryKey: trpc.people.sessions.queryKey() }), client.invalidateQueries({ queryKey: trpc.people.profile.queryKey() })])
    },
  }))
  if (!profile.data) return null
  const places = change.error?.data?.places ?? []
  const at = (field: string) => places.find((place) => place.field === field)?.reason
  return (
    <form
      aria-label="Password" className="grid max-w-96 gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!change.isPending) change.mutate({ ...(profile.data.hasPassword ? { current } : {}), password })
      }}
    >
      <FormMessage>{change.error && places.length === 0 ? failureOf(change.error) : null}</FormMessage>
      <input type="email" name="email" autoComplete="username" value={profile.data.email} readOnly hidden />
      {profile.data.hasPassword && <PasswordField label="Present password" name="current" fill="current-password" value={current} onValue={setCurrent} error={at('current')} />}
      <PasswordField label="New password" fill="new-password" value={password} onValue={setPassword} hint={`At least ${PASSWORD_MIN} characters. Everywhere else you are signed out.`} error={at('password')} />
      <div><Button type="submit" busy={change.isPending}>{profile.data.hasPassword ? 'Change password' : 'Set a password'}</Button></div>
    </form>
  )
}
