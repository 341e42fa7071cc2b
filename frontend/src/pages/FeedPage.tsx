/** Everybody's posts, the newest first, and the place to write one. */

import { Link } from 'wouter'
import { operation } from '../api/documents'
import { FeedDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Composer } from '../parts/Composer'
import { List } from '../parts/List'
import { Posts } from '../parts/PostCard'
import { WithPot } from '../parts/WithPot'
import { useSession } from '../session/Session'
import { useSlices } from '../session/slices'
import { useNewMonth } from '../session/wallet'

const FEED = operation(FeedDocument)
const SLICE = 20

export function FeedPage() {
  const { t } = useWords()
  const { viewer } = useSession()
  return (
    <WithPot isAbove>
      <section className="column">
        <h1 className="unseen">{t('feed.title')}</h1>
        {viewer && <Composer viewer={viewer} />}
        {viewer === null && (
          <div className="card join">
            <p>{t('feed.join')}</p>
            <Link href="/sign-up" className="button">
              {t('nav.signUp')}
            </Link>
          </div>
        )}
        <Feed />
      </section>
    </WithPot>
  )
}

function Feed() {
  const { t } = useWords()
  const slices = useSlices(FEED, { first: SLICE })
  useNewMonth(slices.startOver)
  return (
    <List slices={slices} of={slices.data?.posts} empty={<p className="card empty">{t('feed.empty')}</p>} hasEnd>
      {(posts) => <Posts posts={posts} />}
    </List>
  )
}
