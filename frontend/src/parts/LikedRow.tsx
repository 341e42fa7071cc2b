/** A like of this month: what it is of, whether it repeats, what it would give, and the way back. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { LikeTargetDocument, UnlikeTargetDocument, type LikePartsFragment } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useWallet } from '../session/wallet'
import { about } from '../words/money'
import { announce } from './announce'
import { HeartIcon } from './icons'
import { namesOf } from './liked'
import { Notice } from './Notice'
import { SteadyButton } from './SteadyButton'

const LIKE = operation(LikeTargetDocument)
const UNLIKE = operation(UnlikeTargetDocument)

export function LikedRow({ like }: { like: LikePartsFragment }) {
  const { t, language } = useWords()
  const share = useWallet()?.giving.share
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching: isRepeating }, repeat] = useMutation(LIKE)
  const [{ fetching: isUndoing }, unlike] = useMutation(UNLIKE)
  const [name, more, path] = namesOf(like.target, t)
  const targetId = like.target.id

  async function undo() {
    const refused = refusedBy(await unlike({ input: { targetId } }))
    setProblem(refused)
    if (!refused) {
      announce(t('like.undone'))
    }
  }

  async function setRepeat(wanted: boolean) {
    setProblem(refusedBy(await repeat({ input: { targetId, repeat: wanted } })))
  }

  return (
    <li className={isUndoing ? 'liked-row going' : 'liked-row'}>
      <SteadyButton
        className="like-button small"
        aria-pressed
        aria-label={t('like.label', { what: name, like: t('like.liked') })}
        isOff={isUndoing}
        onClick={() => void undo()}
      >
        <HeartIcon isFull />
      </SteadyButton>
      <Link href={path} className="liked-name">
        <b dir="auto">{name}</b>
        <span className="quiet" dir="auto">
          {more}
        </span>
      </Link>
      <label className="liked-repeat">
        <input
          type="checkbox"
          checked={like.repeat}
          aria-label={t('month.repeat.label', { what: name })}
          onChange={(event) => isRepeating || void setRepeat(event.currentTarget.checked)}
        />
        {t('month.repeat')}
      </label>
      <span className="liked-share">{share && about(share, language)}</span>
      <Notice problem={problem} />
    </li>
  )
}
