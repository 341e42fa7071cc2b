/** The like: what it would give before, what it gives after, and honest when it is refused. */

import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { LikeTargetDocument, UnlikeTargetDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useWayToSignIn } from '../session/afterSignIn'
import { useSession } from '../session/Session'
import { useWallet } from '../session/wallet'
import { about, shareOf } from '../words/money'
import { formOfPlace } from '../words/numbers'
import { announce } from './announce'
import { problemText } from './Notice'
import { HeartIcon } from './icons'

const LIKE = operation(LikeTargetDocument)
const UNLIKE = operation(UnlikeTargetDocument)

interface LikeButtonProps {
  /** What is liked: by its id, or by its address if nobody has liked it yet. */
  target: { id: string } | { url: string }
  /** The name of it, for who hears the button and does not see it. */
  what: string
  likeCount: number
  hasLiked: boolean
  ownerId?: string
}

export function LikeButton({ target, what, likeCount, hasLiked, ownerId }: LikeButtonProps) {
  const { t, n } = useWords()
  const { viewer } = useSession()
  const [wish, setWish] = useState<boolean | null>(null)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [, like] = useMutation(LIKE)
  const [, unlike] = useMutation(UNLIKE)
  const given = useGivenWords()
  useEffect(() => setWish(null), [hasLiked])
  const isLiked = wish ?? hasLiked
  const coming = isAsking && isLiked !== hasLiked ? (isLiked ? 1 : -1) : 0

  async function change() {
    if (isAsking) {
      return
    }
    const wanted = !isLiked
    setProblem(null)
    setWish(wanted)
    setAsking(true)
    const done = wanted
      ? await like({ input: 'id' in target ? { targetId: target.id } : target })
      : await unlike({ input: { targetId: 'id' in target ? target.id : '' } })
    const refused = refusedBy(done)
    setAsking(false)
    setWish(refused ? null : wanted)
    setProblem(refused)
    if (!refused) {
      const payload = done.data && 'like' in done.data ? done.data.like : null
      announce(wanted ? given(payload?.numberOfLikes ?? 0) : t('like.undone'))
    }
  }

  const words = isLiked ? t('like.liked') : t('like.like')
  const count = <span className="like-count">{n('like.count', likeCount + coming, {})}</span>
  if (viewer === null) {
    return <SignInToLike count={count} />
  }
  if (viewer && viewer.person.id === ownerId) {
    return <div className="like" title={t('like.own')}>{count}</div>
  }
  return (
    <div className="like">
      <button
        type="button"
        className="like-button"
        aria-pressed={isLiked}
        aria-label={t('like.label', { what, like: words })}
        onClick={() => void change()}
      >
        <HeartIcon isFull={isLiked} />
        {words}
      </button>
      {count}
      {problem ? (
        <p className="like-words wrong" role="alert">
          {problemText(problem, t)}
        </p>
      ) : (
        <p key="share" className="like-words">
          <ShareWords isLiked={isLiked} coming={coming} />
        </p>
      )}
    </div>
  )
}

function SignInToLike({ count }: { count: React.ReactNode }) {
  const { t } = useWords()
  return (
    <div className="like">
      <Link href={useWayToSignIn()} className="like-button">
        <HeartIcon isFull={false} />
        {t('like.signIn')}
      </Link>
      {count}
    </div>
  )
}

interface ShareWordsProps {
  isLiked: boolean
  /** How many likes more or less there are, once the server has answered. */
  coming: number
}

/** "about 0.42, your 12th this month", or what it gives once it is liked. */
function ShareWords({ isLiked, coming }: ShareWordsProps) {
  const { t, language } = useWords()
  const giving = useWallet()?.giving
  if (!giving) {
    return null
  }
  const { pot } = giving
  const likeCount = giving.likeCount + coming
  const share = (count: number) => about(shareOf(pot, count), language)
  const isEmpty = pot.micros === '0'
  if (!isLiked) {
    const next = likeCount + 1
    const place = { nth: t(`nth.${formOfPlace(next, language)}`, { count: String(next) }) }
    return isEmpty ? t('like.wouldFree', place) : t('like.would', { share: share(next), ...place })
  }
  if (isEmpty) {
    return t('like.givesFree')
  }
  return likeCount > 1
    ? t('like.gives', { share: share(likeCount), count: String(likeCount) })
    : t('like.givesOne', { share: share(1) })
}

/** What a like gives now that the server has it, and says how many there are: of the pot as it is then. */
function useGivenWords(): (likeCount: number) => string {
  const { t, language } = useWords()
  const now = useWallet()?.giving.pot
  const pot = useRef(now)
  pot.current = now
  return (likeCount) => {
    const { current } = pot
    return current && current.micros !== '0' && likeCount > 0
      ? t('like.done', { share: about(shareOf(current, likeCount), language) })
      : t('like.doneFree')
  }
}
