/** The amount and the card of a standing order: to start one, or to change the one there is. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { problemOf, refusalOf, type Problem } from '../../api/problems'
import {
  ChangeMembershipDocument,
  StartMembershipDocument,
  type MembershipPartsFragment,
  type MembershipTermsQuery,
} from '../../gql/graphql'
import { useMembershipWords } from '../../messages/membership'
import { useDraft } from '../../session/draft'
import { useWishKey } from '../../session/wishKey'
import { inCents } from '../../words/money'
import { asTyped, microsTyped } from '../../words/typedMoney'
import { announce } from '../announce'
import { Field } from '../Field'
import { Notice } from '../Notice'

const START = operation(StartMembershipDocument)
const CHANGE = operation(ChangeMembershipDocument)

interface FormProps {
  membership: MembershipPartsFragment | null
  terms: NonNullable<MembershipTermsQuery['terms']>
}

export function MembershipForm({ membership, terms }: FormProps) {
  const { t, language } = useMembershipWords()
  const isRunning = membership !== null && membership.state !== 'CANCELLED'
  const before = membership?.amount ?? terms.membershipDefault
  const methods = terms.paymentMethods
  const known = methods.find((each) => each.label === membership?.paymentMethodLabel) ?? methods[0]
  const [draft, keepDraft] = useDraft('membership.amount')
  const [isTyping, setTyping] = useState(false)
  const typed = isTyping || draft ? draft : asTyped(BigInt(before.micros), language)
  const [method, setMethod] = useState(known?.token ?? '')
  const key = useWishKey('membership.page.key')
  const [wrong, setWrong] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [starting, start] = useMutation(START)
  const [changing, change] = useMutation(CHANGE)
  const bounds = {
    least: inCents(terms.membershipMin, language),
    most: inCents(terms.membershipMax, language),
  }
  const micros = microsTyped(typed, language)

  function answered(refused: Problem | null, done: 'membership.started' | 'membership.changed') {
    const isAmount = refused?.code === 'AMOUNT_OUT_OF_RANGE'
    setWrong(isAmount ? t('membership.amount.wrong', bounds) : null)
    setProblem(isAmount ? null : refused)
    key.answered(refused)
    if (!refused) {
      keepDraft('')
      setTyping(false)
      announce(t(done))
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (micros === null) {
      setWrong(t('membership.amount.wrong', bounds))
      return
    }
    const input = { amountMicros: micros.toString(), paymentMethod: method }
    if (isRunning) {
      const { data, error } = await change({ input })
      answered(problemOf(error) ?? refusalOf(data?.changeMembership?.errors), 'membership.changed')
    } else {
      const { data, error } = await start({ input: { ...input, idempotencyKey: key.take() } })
      answered(problemOf(error) ?? refusalOf(data?.startMembership?.errors), 'membership.started')
    }
  }

  const money = micros === null ? null : inCents({ ...before, micros: micros.toString() }, language)
  const begin = money ? t('membership.start.submit', { amount: money }) : t('membership.start.plain')
  return (
    <form className="card member-form" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t(isRunning ? 'membership.change' : membership ? 'membership.again' : 'membership.start')}</h2>
      <Field
        label={t('membership.amount', { currency: before.currency })}
        hint={t('membership.amount.hint', bounds)}
        refused={wrong}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onValue={(text) => {
          keepDraft(text)
          setTyping(true)
          setWrong(null)
          key.drop()
        }}
      />
      <fieldset className="methods">
        <legend>{t('membership.method')}</legend>
        {methods.map(({ token, label }) => (
          <label key={token}>
            <input
              type="radio"
              name="method"
              value={token}
              checked={token === method}
              onChange={() => {
                setMethod(token)
                key.drop()
              }}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {terms.isSandbox && <p className="quiet small">{t('membership.sandbox')}</p>}
      <Notice problem={problem} />
      <div className="ask-ways">
        <button type="submit" className="button" disabled={starting.fetching || changing.fetching}>
          {isRunning ? t('membership.change.submit') : begin}
        </button>
        {isRunning && <p className="quiet small">{t('membership.change.text')}</p>}
      </div>
    </form>
  )
}
