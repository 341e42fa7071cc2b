/** What flowed where in a closed month of one's own: the one source of the chart and the table. */

import type { MonthLikesQuery, MonthLineQuery, MonthResultQuery } from '../../gql/graphql'

export type Result = NonNullable<NonNullable<MonthResultQuery['me']>['result']>
export type Line = NonNullable<NonNullable<MonthLineQuery['me']>['proof']>
type Likes = NonNullable<NonNullable<MonthLikesQuery['me']>['likes']>
export type GivingLike = Likes['edges'][number]['node']

/** A place that money comes from or goes to; a like is told by its id. */
export type Place =
  | 'paid'
  | 'fee'
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

/** What of the pot was paid since the close before; the pot's other part of the budget was there. */
function paidIntoPot({ paidIn, potBudget }: Result): bigint {
  const micros = BigInt(paidIn.micros)
  const most = BigInt(potBudget.micros)
  return micros < most ? micros : most
}

/** What made the pot; together the pot. */
export function intoPot(result: Result): Flow[] {
  const paid = paidIntoPot(result)
  return there([
    { from: 'budget', to: 'pot', micros: BigInt(result.potBudget.micros) - (paid > 0n ? paid : 0n) },
    { from: 'before', to: 'pot', micros: BigInt(result.potReceived.micros) },
    { from: 'paid', to: 'pot', micros: paid },
  ])
}

/** What the provider kept of what was paid. Where more went back than came, only the wallet tells. */
export function intoFee(result: Result): Flow[] {
  const isTold = BigInt(result.paidIn.micros) >= 0n
  return there([{ from: 'paid', to: 'fee', micros: isTold ? BigInt(result.fee.micros) : 0n }])
}

export interface Group {
  name: 'paid' | 'into' | 'from' | 'brought'
  flows: Flow[]
}

/** All flows as they are read: what was paid, the pot, where it went, what came in. */
export function groupsOf(result: Result, likes: GivingLike[], line: Line | null): Group[] {
  const fee = intoFee(result)
  const into = intoPot(result)
  const ofPaid = into.filter(({ from }) => from === 'paid')
  const paid = fee.length > 0 ? [...fee, ...ofPaid] : []
  // A pot of nothing but what was paid is in the group before.
  const isTold = paid.length > 0 && into.length === ofPaid.length
  const groups: Group[] = [
    { name: 'paid', flows: paid },
    { name: 'into', flows: isTold ? [] : into },
    { name: 'from', flows: fromPot(result, likes) },
    { name: 'brought', flows: fromOthers(result, line) },
  ]
  return groups.filter(({ flows }) => flows.length > 0)
}

/** Each flow once, in an order in which few of them cross. */
export function allFlows(result: Result, likes: GivingLike[], line: Line | null, most?: number): Flow[] {
  return [...intoPot(result), ...fromPot(result, likes, most), ...intoFee(result), ...fromOthers(result, line)]
}

/** Where the pot went: the likes one by one, as many as are here, and all others as one. */
function fromPot(result: Result, likes: GivingLike[], most = likes.length): Flow[] {
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
function fromOthers(result: Result, line: Line | null): Flow[] {
  return there([
    { from: 'brought', to: 'kept', micros: BigInt(result.kept.micros) },
    { from: 'brought', to: 'again', micros: BigInt(line?.passedOn.micros ?? 0) },
  ])
}

export function together(flows: Flow[]): bigint {
  return sum(flows)
}
