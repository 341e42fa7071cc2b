/**
 * One idempotency key for one wish, so that nothing is done twice. It is kept in this tab, over a
 * reload, until the wish is fulfilled: that nobody answered, that it took too long, or that this one
 * asking was refused says nothing of an asking before.
 */

import type { Problem, ProblemCode } from '../api/problems'
import { DRAFTS } from './draft'
import { inThisTab } from './kept'

/** Under the same key it would be the same ever after. */
const FOR_GOOD: readonly ProblemCode[] = ['PAYMENT_DECLINED', 'KEY_REUSED']

export interface Wish {
  key: string
  /** What came of it; null: it is fulfilled. */
  answered: (refused: Problem | null) => void
}

/** Ask for this: `what` are all the values that are sent. Other values are another wish. */
export function oneWish(name: string, ...what: (string | boolean | null)[]): Wish {
  const place = `${DRAFTS}${JSON.stringify([name, ...what])}`
  const key = inThisTab.get(place) ?? crypto.randomUUID()
  inThisTab.keep(place, key)
  return {
    key,
    answered: (refused) => {
      if (!refused || FOR_GOOD.includes(refused.code)) {
        inThisTab.keep(place, '')
      }
    },
  }
}
