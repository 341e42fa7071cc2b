/** What can be liked, in words. */

import type { NamedTargetFragment } from '../gql/graphql'
import type { Words } from '../messages/words'
import { beginning } from './PostCard'

/** What a target is called, what else to say about it, and where it stands. */
export function namesOf(target: NamedTargetFragment, t: Words['t']): [string, string, string] {
  switch (target.__typename) {
    case 'Post': {
      const { handle, displayName } = target.author
      return [beginning(target.body), t('month.post', { name: displayName }), `/@${handle}`]
    }
    case 'Person':
      return [target.displayName, `@${target.handle}`, `/@${target.handle}`]
    default:
      return [target.host, target.url, `/page?url=${encodeURIComponent(target.url)}`]
  }
}
