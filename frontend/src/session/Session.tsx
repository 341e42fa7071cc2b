/** Who is signed in, and the client that asks on her behalf. */

import { createContext, use, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Provider, useClient, useQuery } from 'urql'
import { followRole, makeClient } from '../api/client'
import { operation } from '../api/documents'
import { problemOf, type Problem } from '../api/problems'
import { hangUp, watchSessionEnd } from '../api/socket'
import { ViewerDocument, type ViewerQuery } from '../gql/graphql'
import { forgetDrafts, keepDraftsOf } from './draft'
import { useFreshness } from './freshness'
import { hearOtherTabs, tellOtherTabs } from './otherTabs'

export type Viewer = NonNullable<ViewerQuery['me']>

export interface Session {
  /** Null: nobody is signed in. Undefined: not known yet. */
  viewer: Viewer | null | undefined
  /** Why it is not known, if the server could not be asked. */
  problem: Problem | null
  /** Whether a session ended while somebody used it. */
  isOver: boolean
  /** Whether the server is of another version than this page. */
  isOld: boolean
  /** Whether somebody stopped being an operator while she used it, and has not read so yet. */
  isDismissed: boolean
  /** She has read it. */
  readDismissal: () => void
  /** Somebody has signed in: forget all that was read, here and in other tabs. */
  came: () => void
  /** She has signed out: forget what she typed, too. */
  left: () => void
  askAgain: () => void
}

const VIEWER = operation(ViewerDocument)
const Context = createContext<Session | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
  const [isOver, setOver] = useState(false)
  const [isOld, setOld] = useState(false)
  const wasSignedIn = useRef(false)
  const end = useCallback(() => setOver((before) => before || wasSignedIn.current), [])
  const make = useCallback(() => makeClient({ onSignedOut: end, onOld: () => setOld(true) }), [end])
  const [{ client, readAgain }, setMade] = useState(make)
  const renew = useCallback(() => {
    wasSignedIn.current = false
    setOver(false)
    hangUp()
    setMade(make())
  }, [make])
  useEffect(() => watchSessionEnd(end), [end])
  useFreshness(readAgain)
  useEffect(
    () =>
      hearOtherTabs((change) => {
        if (change === 'left') {
          forgetDrafts()
        }
        renew()
      }),
    [renew],
  )
  const onViewer = useCallback((isSignedIn: boolean) => {
    wasSignedIn.current = isSignedIn || wasSignedIn.current
  }, [])
  return (
    <Provider value={client}>
      <Known isOver={isOver} isOld={isOld} renew={renew} onViewer={onViewer} onGone={end}>
        {children}
      </Known>
    </Provider>
  )
}

interface KnownProps {
  isOver: boolean
  isOld: boolean
  /** Ask anew who is signed in, and forget all that was read. */
  renew: () => void
  onViewer: (isSignedIn: boolean) => void
  /** Nobody is signed in here, whoever was. */
  onGone: () => void
  children: ReactNode
}

function Known({ isOver, isOld, renew, onViewer, onGone, children }: KnownProps) {
  const [{ data, error, fetching }, ask] = useQuery({ query: VIEWER })
  const askAgain = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const found = problemOf(error)
  const problem = found?.code === 'NOT_SIGNED_IN' ? null : found
  const isUnknown = !data?.me && (fetching || problem !== null)
  const viewer = isUnknown ? undefined : (data?.me ?? null)
  onViewer(Boolean(viewer))
  useEffect(() => {
    if (viewer === null) {
      onGone()
    }
  }, [viewer, onGone])
  useOneReader(viewer?.id, renew)
  const [dismissedId, setDismissed] = useState<string | null>(null)
  const readDismissal = useCallback(() => setDismissed(null), [])
  const isDismissed = viewer?.isOperator === false && viewer.id === dismissedId
  useLostRole(viewer, setDismissed, renew)
  const came = useCallback(() => {
    renew()
    tellOtherTabs('came')
  }, [renew])
  const left = useCallback(() => {
    forgetDrafts()
    renew()
    tellOtherTabs('left')
  }, [renew])
  const session = useMemo(
    () => ({ viewer, problem, isOver, isOld, isDismissed, readDismissal, came, left, askAgain }),
    [viewer, problem, isOver, isOld, isDismissed, readDismissal, came, left, askAgain],
  )
  return <Context value={session}>{children}</Context>
}

/** What one person read and typed is not there for another, however the other came to be signed in. */
function useOneReader(viewerId: string | undefined, renew: () => void): void {
  const before = useRef(viewerId)
  useLayoutEffect(() => {
    if (viewerId) {
      keepDraftsOf(viewerId)
    }
    if (viewerId && before.current && before.current !== viewerId) {
      renew()
    }
    before.current = viewerId
  }, [viewerId, renew])
}

/**
 * Who is no operator any more: it is noted whose role was lost, and what she read by it is forgotten.
 * She finds out when something is refused, or when she comes back to the page.
 */
function useLostRole(
  viewer: Viewer | null | undefined,
  note: (viewerId: string) => void,
  renew: () => void,
): void {
  const client = useClient()
  const operatorId = useRef<string | null>(null)
  useFreshness(() => followRole(client))
  useLayoutEffect(() => {
    if (viewer && viewer.id === operatorId.current && !viewer.isOperator) {
      note(viewer.id)
      renew()
    }
    operatorId.current = viewer ? (viewer.isOperator ? viewer.id : null) : operatorId.current
  }, [viewer, note, renew])
}

export function useSession(): Session {
  const session = use(Context)
  if (!session) {
    throw new Error('useSession stands outside of SessionProvider')
  }
  return session
}
