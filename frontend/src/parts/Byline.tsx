/** Who it is, by face and name, with the way to more of her. */

import { Link } from 'wouter'
import type { BylinePartsFragment } from '../gql/graphql'
import { Avatar } from './Avatar'

interface BylineProps {
  person: Pick<BylinePartsFragment, 'handle' | 'displayName'>
  /** To her profile, if nothing is said. */
  path?: string
}

export function Byline({ person: { handle, displayName }, path = `/@${handle}` }: BylineProps) {
  return (
    <Link href={path} className="byline">
      <Avatar handle={handle} name={displayName} />
      <span>
        <b dir="auto">{displayName}</b>
        <span className="quiet">@{handle}</span>
      </span>
    </Link>
  )
}
