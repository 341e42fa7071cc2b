/** Everything that the API tells somebody about herself, slice by slice, as it comes. */

import { askPlainly, NoAnswer, NotTold } from '../../api/plain'
import {
  MyDataDocument,
  MyDataLikesDocument,
  MyDataMovementsDocument,
  MyDataOutcomeDocument,
  MyDataPaymentsDocument,
  MyDataPayoutsDocument,
  MyDataPostsDocument,
  MyDataResultsDocument,
  MyDataSessionsDocument,
} from '../../gql/graphql'
import { monthAfter } from '../../words/dates'

const SLICE = 20
const MONTH_LETTERS = 'YYYY-MM'.length

interface Connection {
  edges: { node: unknown }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}

interface Asked {
  first: number
  after: string | null
}

type ReadSlice<Of> = (of: Of, asked: Asked, onWait: () => void) => Promise<Connection | null | undefined>

/** The lists that are whole, in the order of the file; `of` is her handle. */
const LISTS = {
  sessions: async (_, asked, onWait) => (await askPlainly(MyDataSessionsDocument, asked, onWait)).me?.sessions,
  posts: async (handle, asked, onWait) =>
    (await askPlainly(MyDataPostsDocument, { ...asked, handle }, onWait)).person?.posts,
  payments: async (_, asked, onWait) => (await askPlainly(MyDataPaymentsDocument, asked, onWait)).me?.payments,
  payouts: async (_, asked, onWait) => (await askPlainly(MyDataPayoutsDocument, asked, onWait)).me?.payouts,
  movements: async (_, asked, onWait) =>
    (await askPlainly(MyDataMovementsDocument, asked, onWait)).me?.wallet.history,
  results: async (_, asked, onWait) => (await askPlainly(MyDataResultsDocument, asked, onWait)).me?.results,
} satisfies Record<string, ReadSlice<string>>

const likesOfMonth: ReadSlice<string> = async (month, asked, onWait) =>
  (await askPlainly(MyDataLikesDocument, { ...asked, month }, onWait)).me?.likes

/** A part of the file; `month`, if it is of one. */
export interface Part {
  part: 'profile' | keyof typeof LISTS | 'likes' | 'outcomes'
  month?: string
}

/** What is being collected; `isWaiting`, while the server asks for time. */
export interface Step extends Part {
  isWaiting?: boolean
}

/** All that could be read, as it goes into a file, which says itself what could not. */
interface Collected extends Record<string, unknown> {
  notRead: Part[]
}

/**
 * Collect it. Tells by `onStep` how far it is. A part that the server can't tell is left out, and
 * named. Raises NoAnswer where there is no server, and the reason of `signal` when that says stop.
 */
export async function collect(onStep: (step: Step) => void, signal: AbortSignal): Promise<Collected> {
  const notRead: Part[] = []

  /** What is read, or nothing, if the server can't tell it. */
  async function tried<Found>(part: Part, read: (onWait: () => void) => Promise<Found>): Promise<Found | null> {
    signal.throwIfAborted()
    onStep(part)
    try {
      return await read(() => onStep({ ...part, isWaiting: true }))
    } catch (error) {
      if (!(error instanceof NotTold)) {
        throw error
      }
      notRead.push(part)
      return null
    }
  }

  /** Every slice of a list, one after the other. */
  function all<Of>(part: Part, read: ReadSlice<Of>, of: Of): Promise<unknown[] | null> {
    return tried(part, async (onWait) => {
      const nodes: unknown[] = []
      let after: string | null | undefined = null
      do {
        signal.throwIfAborted()
        const slice: Connection | null | undefined = await read(of, { first: SLICE, after }, onWait)
        if (!slice) {
          throw new NoAnswer('it is told to nobody now: the session may have ended')
        }
        nodes.push(...slice.edges.map(({ node }) => node))
        after = slice.pageInfo.hasNextPage ? slice.pageInfo.endCursor : null
      } while (after)
      return nodes
    })
  }

  onStep({ part: 'profile' })
  const { me, settlements } = await askPlainly(MyDataDocument, {}, () =>
    onStep({ part: 'profile', isWaiting: true }),
  )
  if (!me) {
    throw new NoAnswer('nobody is signed in')
  }
  const lists: Record<string, unknown[]> = {}
  for (const [part, read] of Object.entries(LISTS) as [keyof typeof LISTS, ReadSlice<string>][]) {
    lists[part] = (await all({ part }, read, me.handle)) ?? []
  }
  const joined = me.joinedAt.slice(0, MONTH_LETTERS)
  const likes: Record<string, unknown[]> = {}
  for (let month = joined; month <= me.wallet.month; month = monthAfter(month)) {
    const found = await all({ part: 'likes', month }, likesOfMonth, month)
    if (found?.length) {
      likes[month] = found
    }
  }
  const outcomes = []
  for (const { month, state } of settlements ?? []) {
    if (state === 'CLOSED' && month >= joined) {
      const found = await tried({ part: 'outcomes', month }, (onWait) =>
        askPlainly(MyDataOutcomeDocument, { month }, onWait),
      )
      if (found && !found.me) {
        throw new NoAnswer('the session has ended')
      }
      outcomes.push(...(found?.me?.proof ? [found.me.proof] : []))
    }
  }
  signal.throwIfAborted()
  const made = { madeAt: new Date().toISOString(), from: window.location.origin, notRead }
  return { ...made, ...me, ...lists, likes, outcomes }
}
