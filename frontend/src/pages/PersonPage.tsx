/** A person as everybody sees her: her profile, which can be liked, and her posts. */

import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
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
import { List } from '../parts/List'
import { Notice } from '../parts/Notice'
import { Posts } from '../parts/PostCard'
import { Waiting } from '../parts/Waiting'
import { FACES, Wall } from '../parts/Wall'
import { WithPot } from '../parts/WithPot'
import { useSession } from '../session/Session'
import { useSlices } from '../session/slices'

const PERSON = operation(PersonByHandleDocument)
const WALL = operation(PersonWallDocument)
const LIKES = operation(PersonLikesDocument)
const SLICE = 10
const SHOWN_LIKES = 12

export function PersonPage({ params }: { params: Record<string, string> }) {
  return <PersonNamed key={params.handle} handle={params.handle ?? ''} />
}

function PersonNamed({ handle }: { handle: string }) {
  const { t } = useWords()
  const slices = useSlices(PERSON, { handle, first: SLICE })
  const { data, problem, isFetching, readAgain } = slices
  const person = data?.person
  if (!person) {
    if (isFetching) {
      return <Waiting />
    }
    return problem ? (
      <Notice problem={problem} onRetry={readAgain} />
    ) : (
      <section className="card empty">
        <h1>{t('person.missing', { handle })}</h1>
      </section>
    )
  }
  const name = person.displayName
  const empty = <p className="card empty">{t('person.noPosts', { name })}</p>
  return (
    <WithPot>
      <section className="column">
        <Profile person={person} />
        <Supporters handle={handle} />
        <ShownLikes handle={handle} name={name} />
        <h2 className="section-title">{t('person.posts')}</h2>
        <List slices={slices} of={person.posts} empty={empty} hasEnd>
          {(posts) => <Posts posts={posts} />}
        </List>
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
  const slices = useSlices(WALL, { handle, first: FACES })
  return <Wall slices={slices} wall={slices.data?.person?.supporters} />
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
