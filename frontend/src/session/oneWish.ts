/**
 * One idempotency key for one wish, so that nothing is done twice. It is kept in this tab, over a
 * reload, until the wish is fulfilled: that nobody answered, that it took too long, or that this one
 * asking was refused says nothing of an asking before.
 *
 * A wish ends, too, when she who had it undoes what came of it, or gives it up: who asks then has
 * another one, in the same words.
 */

import type { OperationResult } from 'urql'
import { refusedBy, type ProblemCode } from '../api/problems'
import { DRAFTS } from './draft'
import { inThisTab } from './kept'

/** Under the same key it would be the same ever after. */
const FOR_GOOD: readonly ProblemCode[] = ['PAYMENT_DECLINED', 'KEY_REUSED']

/** A name and all the values that are sent, as the server reads them. Other values are another wish. */
type Wish = [name: string, ...what: (string | boolean | null)[]]

type Answer<Data> = Pick<OperationResult<Data>, 'data' | 'error'>

/**
 * Ask for this under its key. `isUndone`: what the answer tells of was done, and has been undone
 * since. Then it was an asking before that did it, and this one asks anew.
 */
export async function oneWish<Data>(
  wish: Wish,
  ask: (idempotencyKey: string) => Promise<Answer<Data>>,
  isUndone: (data: Data) => boolean = () => false,
): Promise<Answer<Data>> {
  const place = placeOf(wish)
  const before = inThisTab.get(place)
  const key = before ?? crypto.randomUUID()
  inThisTab.keep(place, key)
  const done = await ask(key)
  const refused = refusedBy(done)
  if ((!refused || FOR_GOOD.includes(refused.code)) && inThisTab.get(place) === key) {
    inThisTab.keep(place, '')
  }
  const isOld = before !== null && !refused && done.data !== undefined && isUndone(done.data)
  return isOld ? oneWish(wish, ask) : done
}

/** Nobody wants any more what was asked for by this name: its words are gone. */
export function giveUp(name: string): void {
  inThisTab.forget(placeOf([name]).slice(0, -1) + ',')
}

function placeOf(wish: Wish): string {
  return DRAFTS + JSON.stringify(wish)
}
