/** Everybody's posts, the newest first, and the place to write one. */

import { useCallback, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { FeedDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Composer } from '../parts/Composer'
import { More } from '../parts/More'
import { Notice } from '../parts/Notice'
import { PostCard } from '../parts/PostCard'
import { Waiting } from '../parts/Waiting'
import { WithPot } from '../parts/WithPot'
import { useSession } from '../session/Session'
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
        <Posts />
      </section>
    </WithPot>
  )
}

function Posts() {
  const { t } = useWords()
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: FEED,
    variables: { first: SLICE, after },
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  })
  const posts = data?.posts
  const retry = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  useNewMonth(retry)
  if (!posts) {
    return fetching ? <Waiting /> : <Notice problem={problemOf(error)} onRetry={retry} />
  }
  if (posts.edges.length === 0) {
    return <p className="card empty">{t('feed.empty')}</p>
  }
  return (
    <>
      <ol className="posts">
        {posts.edges.map(({ node }) => (
          <li key={node.id}>
            <PostCard post={node} />
          </li>
        ))}
      </ol>
      <Notice problem={problemOf(error)} onRetry={retry} />
      <More pageInfo={posts.pageInfo} isFetching={fetching || stale} onMore={setAfter} />
    </>
  )
}
