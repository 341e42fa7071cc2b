/** The parts that pages are made of, as they look. They do nothing. */

import { useState } from 'react'
import { useWords } from '../../messages/words'
import { useLookWords } from '../../messages/look'
import { Amount } from '../Amount'
import { Avatar } from '../Avatar'
import { Field } from '../Field'
import { HeartIcon } from '../icons'
import { Notice } from '../Notice'
import { Ring } from '../Ring'

const MONEY = { micros: '4598300', currency: 'USD' }
const REFUSED = { code: 'THROTTLED', message: '', field: null, retryAfterSeconds: 7 } as const

export function Samples() {
  return (
    <div className="samples">
      <Buttons />
      <Money />
      <Forms />
      <Shapes />
    </div>
  )
}

function Buttons() {
  const { t } = useWords()
  const look = useLookWords()
  const [isLiked, setLiked] = useState(false)
  return (
    <div className="card sample">
      <h3>{look.t('look.buttons')}</h3>
      <p className="hero-ways">
        <button type="button" className="button">
          {t('feed.publish')}
        </button>
        <button type="button" className="button-quiet">
          {t('state.more')}
        </button>
        <button type="button" className="button" disabled>
          {t('state.loading')}
        </button>
      </p>
      <p className="like">
        <button type="button" className="like-button" aria-pressed={isLiked} onClick={() => setLiked(!isLiked)}>
          <HeartIcon isFull={isLiked} />
          {isLiked ? t('like.liked') : t('like.like')}
        </button>
        <span className="like-words">{look.t('look.like')}</span>
      </p>
    </div>
  )
}

function Money() {
  const look = useLookWords()
  return (
    <div className="card sample">
      <h3>{look.t('look.money')}</h3>
      <Ring count={12} className="sample-ring">
        <b className="ring-sum">
          <Amount money={MONEY} />
        </b>
      </Ring>
      <p className="quiet">{look.t('look.money.text')}</p>
    </div>
  )
}

function Forms() {
  const { t } = useWords()
  const look = useLookWords()
  const [text, setText] = useState('')
  return (
    <div className="card sample">
      <h3>{look.t('look.forms')}</h3>
      <Field
        label={t('field.displayName')}
        hint={t('field.displayName.hint')}
        autoComplete="off"
        value={text}
        onValue={setText}
      />
      <Notice problem={REFUSED} />
    </div>
  )
}

function Shapes() {
  const look = useLookWords()
  return (
    <div className="card sample">
      <h3>{look.t('look.people')}</h3>
      <p className="hero-ways">
        {['ada', 'bo', 'cy', 'dee', 'kofi', 'rosa'].map((each) => (
          <Avatar key={each} handle={each} name={each} />
        ))}
      </p>
      <h3>{look.t('look.waiting')}</h3>
      <div className="waiting-row" aria-hidden>
        <i className="waiting-line short" />
        <i className="waiting-line" />
        <i className="waiting-line middle" />
      </div>
    </div>
  )
}
