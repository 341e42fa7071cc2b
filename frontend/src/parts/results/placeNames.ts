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

/** The name of the place where a flow ends, or begins. */
export function usePlaceNames(): { from: (flow: Flow) => string; to: (flow: Flow) => PlaceName } {
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
    to: ({ to, like, count }) => {
      if (like) {
        return liked(like)
      }
      return { name: to === 'others' ? n('flow.others', count ?? 0, {}) : plain(to) }
    },
  }
}
