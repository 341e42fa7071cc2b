/** A person as everybody sees her: her profile, which can be liked, and her posts. */

import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import {
  PersonByHandleDocument,
  PersonLikesDocument,
  PersonWallDocument,
  type PersonByHandleQuery,
} from '../gql/graphql'
import { usePeopleWords } from '../messages/people'
import { useWords } from '../messages/words'
import { Avatar } from '../parts/Avatar'
import { namesOf } from '../parts/liked'
import { LikeButton } from '../parts/LikeButton'
import { More } from '../parts/More'
import { Notice } from '../parts/Notice'
import { PostCard } from '../parts/PostCard'
import { Waiting } from '../parts/Waiting'
import { WaitingWall, Wall } from '../parts/Wall'
import { WithPot } from '../parts/WithPot'
import { useSession } from '../session/Session'

const PERSON = operation(PersonByHandleDocument)
const WALL = operation(PersonWallDocument)
const LIKES = operation(PersonLikesDocument)
const SLICE = 10
const FACES = 12
const SHOWN_LIKES = 12

export function PersonPage({ params }: { params: Record<string, string> }) {
  return <PersonNamed key={params.handle} handle={params.handle ?? ''} />
}

function PersonNamed({ handle }: { handle: string }) {
  const { t } = useWords()
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: PERSON,
    variables: { handle, first: SLICE, after },
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  })
  const person = data?.person
  const retry = () => ask({ requestPolicy: 'network-only' })
  if (!person) {
    if (fetching) {
      return <Waiting />
    }
    return error ? (
      <Notice problem={problemOf(error)} onRetry={retry} />
    ) : (
      <section className="card empty">
        <h1>{t('person.missing', { handle })}</h1>
      </section>
    )
  }
  const posts = person.posts
  return (
    <WithPot>
      <section className="column">
        <Profile person={person} />
        <Supporters handle={handle} />
        <ShownLikes handle={handle} name={person.displayName} />
        <h2 className="section-title">{t('person.posts')}</h2>
        {posts?.edges.length === 0 && <p className="card empty">{t('person.noPosts', { name: person.displayName })}</p>}
        <ol className="posts">
          {posts?.edges.map(({ node }) => (
            <li key={node.id}>
              <PostCard post={node} />
            </li>
          ))}
        </ol>
        <Notice problem={problemOf(error)} onRetry={retry} />
        {posts && posts.edges.length > 0 && (
          <More pageInfo={posts.pageInfo} isFetching={fetching || stale} onMore={setAfter} />
        )}
      </section>
    </WithPot>
  )
}

type Person = NonNullable<PersonByHandleQuery['person']>

function Profile({ person }: { person: Person }) {
  const { t } = usePeopleWords()
  const { viewer } = useSession()
  return (
    <header className="card profile">
      <Avatar handle={person.handle} name={person.displayName} isLarge />
      <div>
        <h1 dir="auto">{person.displayName}</h1>
        <p className="quiet">@{person.handle}</p>
        {person.about && (
          <p className="post-body" dir="auto">
            {person.about}
          </p>
        )}
        <LikeButton
          target={{ id: person.id }}
          what={person.displayName}
          likeCount={person.likeCount}
          hasLiked={person.viewerHasLiked}
          ownerId={person.id}
        />
        {viewer?.person.id === person.id && (
          <Link href="/settings" className="button-quiet">
            {t('profile.edit')}
          </Link>
        )}
      </div>
    </header>
  )
}

function Supporters({ handle }: { handle: string }) {
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: WALL,
    variables: { handle, first: FACES, after },
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  })
  const wall = data?.person?.supporters
  if (!wall) {
    return fetching ? <WaitingWall /> : <Notice problem={problemOf(error)} onRetry={() => ask()} />
  }
  return <Wall wall={wall} isFetching={fetching || stale} onMore={setAfter} />
}

/** What she likes, if she shows it; nothing otherwise, not even that she does not. */
function ShownLikes({ handle, name }: { handle: string; name: string }) {
  const { t: all } = useWords()
  const { t } = usePeopleWords()
  const [{ data }] = useQuery({
    query: LIKES,
    variables: { handle, first: SHOWN_LIKES },
    requestPolicy: 'cache-and-network',
  })
  const likes = data?.person?.likes
  if (!likes) {
    return null
  }
  return (
    <section className="card">
      <h2>{t('shown.title')}</h2>
      {likes.edges.length === 0 && <p className="quiet">{t('shown.empty', { name })}</p>}
      <ul className="shown-likes">
        {likes.edges.map(({ node }) => {
          const [title, more, path] = namesOf(node, all)
          return (
            <li key={node.id}>
              <Link href={path}>
                <b dir="auto">{title}</b>
                <span className="quiet" dir="auto">
                  {more}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
      {likes.pageInfo.hasNextPage && <p className="quiet small">{t('shown.more')}</p>}
    </section>
  )
}
