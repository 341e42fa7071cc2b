/** The open month, and closing it: asked twice, since it can't be undone. */

import { useState, type FormEvent } from 'react'
import type { ClosingsQuery } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { inFull, monthAfter, monthName } from '../../words/dates'
import { Notice } from '../Notice'
import type { ClosingWish } from './useClosing'

interface CloseFormProps {
  next: NonNullable<ClosingsQuery['nextMonth']>
  closing: ClosingWish
}

export function CloseForm({ next: { month, endsAt, hasEnded }, closing }: CloseFormProps) {
  const { t, language } = useOperatingWords()
  const [isAsked, setAsked] = useState(false)
  const name = monthName(month, language)
  return (
    <section className="card">
      <h2>{name}</h2>
      <p className="quiet">
        {hasEnded ? t('month.ended.text') : t('month.runs.text', { moment: inFull(endsAt, language) })}
      </p>
      <Notice problem={closing.problem} />
      {isAsked ? (
        <Question
          month={month}
          hasEnded={hasEnded}
          onClose={() => void closing.close(month, !hasEnded)}
          onLeave={() => setAsked(false)}
        />
      ) : (
        <p>
          <button type="button" className={hasEnded ? 'button' : 'button-quiet'} onClick={() => setAsked(true)}>
            {t('close.ask', { month: name })}
          </button>
        </p>
      )}
    </section>
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
  const name = monthName(month, language)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (isMeant) {
      onClose()
    }
  }
  return (
    <form className="question" onSubmit={submit}>
      <h3>{t('close.question', { month: name })}</h3>
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
