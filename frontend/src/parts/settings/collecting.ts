/** Everything that the API tells somebody about herself, slice by slice, as it comes. */

import { askPlainly, NoAnswer } from '../../api/plain'
import {
  MyDataDocument,
  MyDataLikesDocument,
  MyDataOutcomeDocument,
  MyDataPayoutsDocument,
  MyDataPostsDocument,
  MyDataSessionsDocument,
  type MyDataLikesQuery,
} from '../../gql/graphql'
import { runningMonth } from '../../words/dates'

const SLICE = 20
const MONTH_LETTERS = 'YYYY-MM'.length

export type Part = 'profile' | 'sessions' | 'posts' | 'payouts' | 'likes' | 'outcomes'

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
  const joined = me.joinedAt.slice(0, MONTH_LETTERS)
  const likes = await likesOf(joined, asking)
  const outcomes = []
  for (const { month, state } of settlements ?? []) {
    if (state === 'CLOSED' && month >= joined) {
      const found = await askPlainly(MyDataOutcomeDocument, { month }, asking({ part: 'outcomes', month }))
      outcomes.push(...(found.me?.proof ? [found.me.proof] : []))
    }
  }
  const made = { madeAt: new Date().toISOString(), from: window.location.origin }
  return { ...made, ...me, sessions, posts, payouts, likes, outcomes }
}

type Like = NonNullable<NonNullable<MyDataLikesQuery['me']>['likes']>['edges'][number]['node']

/** By month. Likes count for the next month already when one was closed early, so that is asked for, too. */
async function likesOf(joined: string, asking: (step: Step) => () => void): Promise<Record<string, Like[]>> {
  const likes: Record<string, Like[]> = {}
  for (const month of [...monthsSince(joined), null]) {
    const onWait = asking({ part: 'likes', month: month ?? runningMonth() })
    const found = await all(async (after) => {
      return (await askPlainly(MyDataLikesDocument, { month, first: SLICE, after }, onWait)).me?.likes
    })
    const [first] = found
    if (first) {
      likes[first.month] = found
    }
  }
  return likes
}

function monthsSince(joined: string): string[] {
  const months = []
  const last = runningMonth()
  const day = new Date(`${joined}-01T00:00:00Z`)
  for (let month = joined; month <= last; month = runningMonth(day)) {
    months.push(month)
    day.setUTCMonth(day.getUTCMonth() + 1)
  }
  return months
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
