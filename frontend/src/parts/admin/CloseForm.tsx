/** The open month, and closing it: asked twice, since it can't be undone. */

import { useState, type FormEvent } from 'react'
import type { ClosingsQuery } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { inFull, monthAfter, monthName } from '../../words/dates'
import { Notice } from '../Notice'
import { useFocusWhen } from '../useFocusWhen'
import type { ClosingWish } from './useClosing'

interface CloseFormProps {
  next: NonNullable<ClosingsQuery['nextMonth']>
  closing: ClosingWish
}

export function CloseForm({ next, closing }: CloseFormProps) {
  const { t, language } = useOperatingWords()
  const [isAsked, setAsked] = useState<boolean | null>(null)
  const title = useFocusWhen<HTMLHeadingElement>(closing.isBack)
  const { month, hasBegun, hasEnded } = next
  const name = monthName(month, language)
  return (
    <section className="card">
      <h2 ref={title} tabIndex={-1}>
        {name}
      </h2>
      <Stands next={next} />
      <Notice problem={closing.problem} />
      {!hasBegun ? null : isAsked ? (
        <Question
          month={month}
          hasEnded={hasEnded}
          onClose={() => void closing.close(month, !hasEnded)}
          onLeave={() => setAsked(false)}
        />
      ) : (
        <p>
          <button
            type="button"
            className={hasEnded ? 'button' : 'button-quiet'}
            autoFocus={isAsked === false}
            onClick={() => setAsked(true)}
          >
            {t('close.ask', { month: name })}
          </button>
        </p>
      )}
    </section>
  )
}

/** Whether it can be closed by now, and from when on. */
function Stands({ next: { startsAt, hasBegun, endsAt, hasEnded } }: Pick<CloseFormProps, 'next'>) {
  const { t, language } = useOperatingWords()
  const start = inFull(startsAt, language)
  const end = inFull(endsAt, language)
  return (
    <p className="quiet">
      {hasEnded
        ? t('month.ended.text')
        : hasBegun
          ? t('month.runs.text', { moment: end })
          : t('month.toCome.text', { start, end })}
    </p>
  )
}

interface QuestionProps {
  month: string
  hasEnded: boolean
  onClose: () => void
  onLeave: () => void
}

function Question({ month, hasEnded, onClose, onLeave }: QuestionProps) {
  const { t, language } = useOperatingWords()
  const [isMeant, setMeant] = useState(hasEnded)
  const title = useFocusWhen<HTMLHeadingElement>(true)
  const name = monthName(month, language)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isMeant) {
      onClose()
    }
  }
  return (
    <form className="question" onSubmit={submit}>
      <h3 ref={title} tabIndex={-1}>
        {t('close.question', { month: name })}
      </h3>
      <p>{t('close.means')}</p>
      {!hasEnded && (
        <label className="meant">
          <input type="checkbox" checked={isMeant} onChange={(event) => setMeant(event.currentTarget.checked)} />
          <span>{t('close.early', { month: name, next: monthName(monthAfter(month), language) })}</span>
        </label>
      )}
      <p className="buttons">
        <button type="submit" className="button" disabled={!isMeant}>
          {t('close.now')}
        </button>
        <button type="button" className="button-quiet" onClick={onLeave}>
          {t('close.leave')}
        </button>
      </p>
    </form>
  )
}
