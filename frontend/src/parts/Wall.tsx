/** Who likes something this month and chose to be seen. How much that brings is nobody's to know. */

import { Link } from 'wouter'
import type { WallPartsFragment } from '../gql/graphql'
import { usePeopleWords } from '../messages/people'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import { Avatar } from './Avatar'
import { SteadyButton } from './SteadyButton'
import '../look/people.css'

interface WallProps {
  wall: WallPartsFragment
  isFetching: boolean
  onMore: (after: string) => void
}

export function Wall({ wall, isFetching, onMore }: WallProps) {
  const { t: all } = useWords()
  const { t } = usePeopleWords()
  const { viewer } = useSession()
  const { hasNextPage, endCursor } = wall.pageInfo
  const isEmpty = wall.edges.length === 0
  return (
    <section className="card wall">
      <h2>{t('wall.title')}</h2>
      {!isEmpty && (
        <ul className="faces">
          {wall.edges.map(({ node: { id, handle, displayName } }) => (
            <li key={id}>
              <Link href={`/@${handle}`} className="face">
                <Avatar handle={handle} name={displayName} />
                <bdi>{displayName}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && endCursor && (
        <SteadyButton className="button-quiet" isBusy={isFetching} onClick={() => onMore(endCursor)}>
          {isFetching ? all('state.loading') : all('state.more')}
        </SteadyButton>
      )}
      <p className="quiet small">
        {t(isEmpty ? 'wall.empty' : 'wall.note')}{' '}
        {viewer && <Link href="/settings#privacy">{t('wall.show')}</Link>}
      </p>
    </section>
  )
}

/** The shape of a wall that is coming. */
export function WaitingWall() {
  return <div className="card wall waiting-wall" aria-hidden />
}
