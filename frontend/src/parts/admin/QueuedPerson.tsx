/** Whose it is that waits, with the way to the profile. */

import { Link } from 'wouter'
import { Avatar } from '../Avatar'

export function QueuedPerson({ person }: { person: { handle: string; displayName: string } }) {
  return (
    <Link href={`/@${person.handle}`} className="byline">
      <Avatar handle={person.handle} name={person.displayName} />
      <span>
        <b dir="auto">{person.displayName}</b>
        <span className="quiet small">@{person.handle}</span>
      </span>
    </Link>
  )
}
