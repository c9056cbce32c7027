'use client'
import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { ErrorState } from '../ui/states'
import { failureOf } from './trpc'

type Props = { children: ReactNode; /** Says it in one line, for small places. */ quiet?: boolean }

/** One part of a page that failed leaves the others standing, says why, and can be tried again. */
export function ErrorBoundary({ children, quiet }: Props) {
  return <QueryErrorResetBoundary>{({ reset }) => <Boundary onReset={reset} quiet={quiet}>{children}</Boundary>}</QueryErrorResetBoundary>
}

class Boundary extends Component<Props & { onReset: () => void }, { error: unknown }> {
  override state = { error: null as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    if (this.state.error === null) return this.props.children
    const retry = () => {
      this.props.onReset()
      this.setState({ error: null })
    }
    if (this.props.quiet) return <span>{failureOf(this.state.error)}</span>
    return <div className="border-t py-6"><ErrorState title="This part could not be shown" detail={failureOf(this.state.error)} action={<Button onClick={retry}>Try again</Button>} /></div>
  }
}
