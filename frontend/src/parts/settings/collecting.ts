/** Everything that the API tells somebody about herself, slice by slice, as it comes. */

import { askPlainly, NoAnswer } from '../../api/plain'
import {
  MyDataDocument,
  MyDataLikesDocument,
  MyDataMovementsDocument,
  MyDataOutcomeDocument,
  MyDataPayoutsDocument,
  MyDataPostsDocument,
  MyDataResultsDocument,
  MyDataSessionsDocument,
  type MyDataLikesQuery,
} from '../../gql/graphql'
import { monthAfter } from '../../words/dates'

const SLICE = 20
const MONTH_LETTERS = 'YYYY-MM'.length

export type Part = 'profile' | 'sessions' | 'posts' | 'payouts' | 'movements' | 'results' | 'likes' | 'outcomes'

/** What is being collected; `month`, if it is of one; `isWaiting`, while the server asks for time. */
export interface Step {
  part: Part
  month?: string
  isWaiting?: boolean
}

interface Connection<Node> {
  edges: { node: Node }[]
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
}

/** All of it, as it goes into a file. Tells by `onStep` how far it is. Raises NoAnswer. */
export async function collect(onStep: (step: Step) => void): Promise<object> {
  const asking = (step: Step) => {
    onStep(step)
    return () => onStep({ ...step, isWaiting: true })
  }
  const { me, settlements } = await askPlainly(MyDataDocument, {}, asking({ part: 'profile' }))
  if (!me) {
    throw new NoAnswer('nobody is signed in')
  }
  let onWait = asking({ part: 'sessions' })
  const sessions = await all(async (after) => {
    const found = await askPlainly(MyDataSessionsDocument, { first: SLICE, after }, onWait)
    return found.me?.sessions
  })
  onWait = asking({ part: 'posts' })
  const posts = await all(async (after) => {
    const asked = { handle: me.handle, first: SLICE, after }
    return (await askPlainly(MyDataPostsDocument, asked, onWait)).person?.posts
  })
  onWait = asking({ part: 'payouts' })
  const payouts = await all(async (after) => {
    return (await askPlainly(MyDataPayoutsDocument, { first: SLICE, after }, onWait)).me?.payouts
  })
  onWait = asking({ part: 'movements' })
  const movements = await all(async (after) => {
    return (await askPlainly(MyDataMovementsDocument, { first: SLICE, after }, onWait)).me?.wallet.history
  })
  onWait = asking({ part: 'results' })
  const results = await all(async (after) => {
    return (await askPlainly(MyDataResultsDocument, { first: SLICE, after }, onWait)).me?.results
  })
  const joined = me.joinedAt.slice(0, MONTH_LETTERS)
  const likes = await likesOf(joined, me.wallet.month, asking)
  const outcomes = []
  for (const { month, state } of settlements ?? []) {
    if (state === 'CLOSED' && month >= joined) {
      const found = await askPlainly(MyDataOutcomeDocument, { month }, asking({ part: 'outcomes', month }))
      outcomes.push(...(found.me?.proof ? [found.me.proof] : []))
    }
  }
  const made = { madeAt: new Date().toISOString(), from: window.location.origin }
  return { ...made, ...me, sessions, posts, payouts, movements, results, likes, outcomes }
}

type Like = NonNullable<NonNullable<MyDataLikesQuery['me']>['likes']>['edges'][number]['node']

/** By month, up to the one that likes count for now. */
async function likesOf(
  joined: string,
  running: string,
  asking: (step: Step) => () => void,
): Promise<Record<string, Like[]>> {
  const likes: Record<string, Like[]> = {}
  for (let month = joined; month <= running; month = monthAfter(month)) {
    const onWait = asking({ part: 'likes', month })
    const found = await all(async (after) => {
      return (await askPlainly(MyDataLikesDocument, { month, first: SLICE, after }, onWait)).me?.likes
    })
    if (found.length > 0) {
      likes[month] = found
    }
  }
  return likes
}

/** Every slice of a list, one after the other. */
async function all<Node>(
  ask: (after: string | null) => Promise<Connection<Node> | null | undefined>,
): Promise<Node[]> {
  const nodes: Node[] = []
  let after: string | null | undefined = null
  do {
    const slice: Connection<Node> | null | undefined = await ask(after)
    nodes.push(...(slice?.edges ?? []).map(({ node }) => node))
    after = slice?.pageInfo.hasNextPage ? slice.pageInfo.endCursor : null
  } while (after)
  return nodes
}
