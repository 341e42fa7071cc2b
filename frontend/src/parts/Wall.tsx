/** Who likes something this month and chose to be seen. How much that brings is nobody's to know. */

import { Link } from 'wouter'
import type { WallPartsFragment } from '../gql/graphql'
import { usePeopleWords } from '../messages/people'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import type { Slices } from '../session/slices'
import { Avatar } from './Avatar'
import { Notice } from './Notice'
import { SteadyButton } from './SteadyButton'
import '../look/people.css'

/** How many faces a slice of a wall has. */
export const FACES = 12

interface WallProps {
  slices: Slices<unknown>
  /** The wall in what was read. */
  wall: WallPartsFragment | null | undefined
}

export function Wall({ slices: { problem, isFetching, readOn, readAgain }, wall }: WallProps) {
  const { t: all } = useWords()
  const { t } = usePeopleWords()
  const { viewer } = useSession()
  if (!wall) {
    return problem && !isFetching ? (
      <Notice problem={problem} onRetry={readAgain} />
    ) : (
      <div className="card wall waiting-wall" aria-hidden />
    )
  }
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
        <SteadyButton className="button-quiet" isBusy={isFetching} onClick={() => readOn(endCursor)}>
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
