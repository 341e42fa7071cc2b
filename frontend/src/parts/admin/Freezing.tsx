/** Freezing a member with a reason, and letting her do everything again. */

import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { FreezePersonDocument, UnfreezePersonDocument, type MemberPartsFragment } from '../../gql/graphql'
import { useMembersWords } from '../../messages/members'
import { oneWish } from '../../session/oneWish'
import { dayAndTime } from '../../words/dates'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Reason } from './Reason'

const FREEZE = operation(FreezePersonDocument)
const UNFREEZE = operation(UnfreezePersonDocument)

export function Freezing({ member }: { member: MemberPartsFragment }) {
  const { t, language } = useMembersWords()
  const { person, frozen, isOperator } = member
  const [isAsking, setAsking] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [freezing, freeze] = useMutation(FREEZE)
  const [unfreezing, unfreeze] = useMutation(UNFREEZE)
  const title = useRef<HTMLHeadingElement>(null)
  const isSending = freezing.fetching || unfreezing.fetching
  const name = person.displayName

  function told(refused: Problem | null, words: string): boolean {
    setProblem(refused)
    if (!refused) {
      setAsking(null)
      announce(words)
      title.current?.focus()
    }
    return !refused
  }

  async function stop(reason: string): Promise<boolean> {
    const done = await oneWish(
      ['freeze', person.id, reason],
      (idempotencyKey) => freeze({ input: { personId: person.id, reason, idempotencyKey } }),
      ({ freezePerson }) => freezePerson?.member?.frozen === null,
    )
    return told(refusedBy(done), t('freeze.done', { name }))
  }

  async function letGo() {
    const done = await oneWish(['unfreeze', person.id, frozen?.since ?? null], (idempotencyKey) =>
      unfreeze({ input: { personId: person.id, idempotencyKey } }),
    )
    told(refusedBy(done), t('freeze.undone', { name }))
  }

  return (
    <section className="card member-standing">
      <h2 ref={title} tabIndex={-1}>
        {frozen ? t('freeze.since', { since: dayAndTime(frozen.since, language) }) : t('freeze.title')}
      </h2>
      {frozen && (
        <blockquote className="reason" dir="auto">
          {frozen.reason}
        </blockquote>
      )}
      <p className="quiet small">{isOperator ? t('freeze.operator') : t('freeze.lead')}</p>
      <Notice problem={problem} />
      {frozen && (
        <SteadyButton className="button" isBusy={isSending} onClick={() => void letGo()}>
          {t('freeze.undo')}
        </SteadyButton>
      )}
      {!frozen && !isOperator && isAsking && (
        <Reason
          name={`freeze.reason.${person.id}`}
          label={t('freeze.reason', { name })}
          hint={t('freeze.hint')}
          submit={t('freeze.do')}
          isSending={isSending}
          onReason={stop}
          onNever={() => setAsking(false)}
        />
      )}
      {!frozen && !isOperator && !isAsking && (
        <button
          type="button"
          className="button-quiet danger"
          autoFocus={isAsking === false}
          onClick={() => setAsking(true)}
        >
          {t('freeze.ask')}
        </button>
      )}
    </section>
  )
}
