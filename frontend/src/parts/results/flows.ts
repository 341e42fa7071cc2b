/** What flowed where in a closed month of one's own: the one source of the chart and the table. */

import type { MonthLikesQuery, MonthLineQuery, MonthResultQuery } from '../../gql/graphql'

export type Result = NonNullable<NonNullable<MonthResultQuery['me']>['result']>
export type Line = NonNullable<NonNullable<MonthLineQuery['me']>['proof']>
type Likes = NonNullable<NonNullable<MonthLikesQuery['me']>['likes']>
export type GivingLike = Likes['edges'][number]['node']

/** A place that money comes from or goes to; a like is told by its id. */
export type Place =
  | 'budget'
  | 'before'
  | 'pot'
  | 'stayed'
  | 'brought'
  | 'kept'
  | 'again'
  | 'others'
  | `like ${string}`

export interface Flow {
  from: Place
  to: Place
  micros: bigint
  like?: GivingLike
  /** How many likes it stands for, if they are not shown one by one. */
  count?: number
}

function there(flows: Flow[]): Flow[] {
  return flows.filter(({ micros }) => micros > 0n)
}

function sum(flows: Flow[]): bigint {
  return flows.reduce((all, { micros }) => all + micros, 0n)
}

/** What made the pot; together the pot. */
export function intoPot({ potBudget, potReceived }: Result): Flow[] {
  return there([
    { from: 'budget', to: 'pot', micros: BigInt(potBudget.micros) },
    { from: 'before', to: 'pot', micros: BigInt(potReceived.micros) },
  ])
}

/** Where the pot went: the likes one by one, as many as are here, and all others as one. */
export function fromPot(result: Result, likes: GivingLike[], most = likes.length): Flow[] {
  const shown = likes.slice(0, likes.length > most ? most - 1 : most)
  const single = shown.map((like): Flow => {
    return { from: 'pot', to: `like ${like.id}`, micros: BigInt(like.gave?.micros ?? 0), like }
  })
  const others = BigInt(result.given.micros) - sum(single)
  return there([
    ...single,
    { from: 'pot', to: 'others', micros: others, count: result.likeCount - shown.length },
    { from: 'pot', to: 'stayed', micros: BigInt(result.unshared.micros) },
  ])
}

/** What likes brought: kept or passed on at once. Without the line of the outcome only what was kept. */
export function fromOthers(result: Result, line: Line | null): Flow[] {
  return there([
    { from: 'brought', to: 'kept', micros: BigInt(result.kept.micros) },
    { from: 'brought', to: 'again', micros: BigInt(line?.passedOn.micros ?? 0) },
  ])
}

export function together(flows: Flow[]): bigint {
  return sum(flows)
}
