/** A person as everybody sees her: her profile, which can be liked, and her posts. */

import { useState } from 'react'
import { useQuery } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { PersonByHandleDocument, type PersonByHandleQuery } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Avatar } from '../parts/Avatar'
import { LikeButton, useHasLiked } from '../parts/LikeButton'
import { More } from '../parts/More'
import { Notice } from '../parts/Notice'
import { PostCard } from '../parts/PostCard'
import { Waiting } from '../parts/Waiting'

const PERSON = operation(PersonByHandleDocument)
const SLICE = 10

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
    <section className="column">
      <Profile person={person} />
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
  )
}

type Person = NonNullable<PersonByHandleQuery['person']>

function Profile({ person }: { person: Person }) {
  const hasLiked = useHasLiked(person.id)
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
          hasLiked={hasLiked ?? false}
          ownerId={person.id}
        />
      </div>
    </header>
  )
}
