/** What the places of the flows are called. */

import { useResultWords } from '../../messages/results'
import { useWords } from '../../messages/words'
import { namesOf } from '../liked'
import type { Flow, GivingLike, Place } from './flows'

export interface PlaceName {
  name: string
  more?: string
  path?: string
}

interface PlaceNames {
  from: (flow: Flow) => string
  /** What made the pot, in a line by itself. */
  intoPot: (flow: Flow) => string
  to: (flow: Flow) => PlaceName
}

/** The name of the place where a flow ends, or begins. */
export function usePlaceNames(): PlaceNames {
  const { t } = useWords()
  const { t: r, n } = useResultWords()
  const plain = (place: Place) => {
    const known = place as Exclude<Place, `like ${string}` | 'others'>
    return r(`flow.${known}`)
  }
  const liked = (like: GivingLike): PlaceName => {
    const [name, more, path] = namesOf(like.target, t)
    return { name, more, path }
  }
  return {
    from: ({ from }) => plain(from),
    intoPot: ({ from }) => r(`into.${from as 'paid' | 'budget' | 'before'}`),
    to: ({ to, like, count }) => {
      if (like) {
        return liked(like)
      }
      return { name: to === 'others' ? n('flow.others', count ?? 0, {}) : plain(to) }
    },
  }
}
