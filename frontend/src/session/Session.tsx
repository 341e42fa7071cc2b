/** Who is signed in, and the client that asks on her behalf. */

import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { Provider, useQuery } from 'urql'
import { makeClient } from '../api/client'
import { operation } from '../api/documents'
import { problemOf, type Problem } from '../api/problems'
import { hangUp } from '../api/socket'
import { ViewerDocument, type ViewerQuery } from '../gql/graphql'

export type Viewer = NonNullable<ViewerQuery['me']>

export interface Session {
  /** Null: nobody is signed in. Undefined: not known yet. */
  viewer: Viewer | null | undefined
  /** Why it is not known, if the server could not be asked. */
  problem: Problem | null
  /** Whether a session ended while somebody used it. */
  isOver: boolean
  /** Ask anew who is signed in, and forget all that was read. */
  renew: () => void
  askAgain: () => void
}

const VIEWER = operation(ViewerDocument)
const Context = createContext<Session | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  const wasSignedIn = useRef(false)
  const newClient = useCallback(
    () => makeClient(() => setOver((before) => before || wasSignedIn.current)),
    [],
  )
  const [client, setClient] = useState(newClient)
  const renew = useCallback(() => {
    wasSignedIn.current = false
    setOver(false)
    hangUp()
    setClient(newClient())
  }, [newClient])
  const onViewer = useCallback((isSignedIn: boolean) => {
    wasSignedIn.current = isSignedIn || wasSignedIn.current
  }, [])
  return (
    <Provider value={client}>
      <Known isOver={isOver} renew={renew} onViewer={onViewer}>
        {children}
      </Known>
    </Provider>
  )
}

interface KnownProps {
  isOver: boolean
  renew: () => void
  onViewer: (isSignedIn: boolean) => void
  children: ReactNode
}

function Known({ isOver, renew, onViewer, children }: KnownProps) {
  const [{ data, error, fetching }, ask] = useQuery({ query: VIEWER })
  const askAgain = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const found = problemOf(error)
  const problem = found?.code === 'NOT_SIGNED_IN' ? null : found
  const isUnknown = !data?.me && (fetching || problem !== null)
  const viewer = isUnknown ? undefined : (data?.me ?? null)
  onViewer(Boolean(viewer))
  const session = useMemo(
    () => ({ viewer, problem, isOver, renew, askAgain }),
    [viewer, problem, isOver, renew, askAgain],
  )
  return <Context value={session}>{children}</Context>
}

export function useSession(): Session {
  const session = use(Context)
  if (!session) {
    throw new Error('useSession stands outside of SessionProvider')
  }
  return session
}
