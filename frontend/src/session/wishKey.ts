/** One key for one wish, so that nothing is done twice: kept in this tab until there is an answer. */

import type { Problem } from '../api/problems'
import { useDraft } from './draft'

interface WishKey {
  /** The key to ask with: the same again, as long as nobody knows what became of the wish. */
  take: () => string
  /** What came of it: unless that is unknown, the next wish has a key of its own. */
  answered: (refused: Problem | null) => void
  /** Something else is wished for now. */
  drop: () => void
}

export function useWishKey(name: string): WishKey {
  const [key, keep] = useDraft(name)
  return {
    take: () => {
      const taken = key || crypto.randomUUID()
      keep(taken)
      return taken
    },
    answered: (refused) => {
      if (refused?.code !== 'NO_CONNECTION' && refused?.code !== 'PAYMENT_PENDING') {
        keep('')
      }
    },
    drop: () => keep(''),
  }
}
