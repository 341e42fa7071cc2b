/** The amount and the card of a standing order: to start one, or to change the one there is. */

import { useState, type FormEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import { operation } from '../../api/documents'
import { problemOf, refusedBy, type Problem } from '../../api/problems'
import {
  ChangeMembershipDocument,
  MembershipTermsDocument,
  StartMembershipDocument,
  type MembershipPartsFragment,
  type MembershipTermsQuery,
} from '../../gql/graphql'
import '../../look/membership.css'
import '../../look/standing.css'
import { useMembershipWords, useMethodName } from '../../messages/membership'
import { useDraft } from '../../session/draft'
import { oneWish } from '../../session/oneWish'
import { inCents } from '../../words/money'
import { asTyped, microsTyped } from '../../words/typedMoney'
import { announce } from '../announce'
import { Field } from '../Field'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Waiting } from '../Waiting'

const START = operation(StartMembershipDocument)
const CHANGE = operation(ChangeMembershipDocument)
const TERMS = operation(MembershipTermsDocument)

interface MembershipFormProps {
  /** Null: there never was one. */
  membership: MembershipPartsFragment | null
}

export function MembershipForm({ membership }: MembershipFormProps) {
  const [{ data, error, fetching }, ask] = useQuery({ query: TERMS })
  if (data?.terms) {
    return <Form membership={membership} terms={data.terms} />
  }
  return fetching ? (
    <Waiting rows={1} />
  ) : (
    <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
  )
}

interface FormProps extends MembershipFormProps {
  terms: NonNullable<MembershipTermsQuery['terms']>
}

function Form({ membership, terms }: FormProps) {
  const { t, language } = useMembershipWords()
  const isRunning = membership !== null && membership.state !== 'CANCELLED'
  const before = membership?.amount ?? terms.membershipDefault
  const methods = terms.paymentMethods
  const known = methods.find(({ token }) => token === membership?.paymentMethodToken) ?? methods[0]
  const nameOf = useMethodName()
  const [draft, keepDraft] = useDraft('membership.amount')
  const [isTyping, setTyping] = useState(false)
  const typed = isTyping || draft ? draft : asTyped(BigInt(before.micros), language)
  const [method, setMethod] = useState(known?.token ?? '')
  const [wrong, setWrong] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [starting, start] = useMutation(START)
  const [changing, change] = useMutation(CHANGE)
  const bounds = {
    least: inCents(terms.membershipMin, language),
    most: inCents(terms.membershipMax, language),
  }
  const micros = microsTyped(typed, language)
  const chosen = methods.find(({ token }) => token === method)
  const isDeclined = problem?.code === 'PAYMENT_DECLINED' || membership?.state === 'PAST_DUE'

  function answered(refused: Problem | null, done: 'membership.started' | 'membership.changed') {
    const isAmount = refused?.code === 'AMOUNT_OUT_OF_RANGE'
    setWrong(isAmount ? t('membership.amount.wrong', bounds) : null)
    setProblem(isAmount ? null : refused)
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
      answered(refusedBy(await change({ input })), 'membership.changed')
    } else {
      const done = await oneWish(
        ['membership', input.amountMicros, method],
        (idempotencyKey) => start({ input: { ...input, idempotencyKey } }),
        ({ startMembership }) => startMembership?.membership?.state === 'CANCELLED',
      )
      answered(refusedBy(done), 'membership.started')
    }
  }

  const money = micros === null ? null : inCents({ ...before, micros: micros.toString() }, language)
  const begin = money ? t('membership.start.submit', { amount: money }) : t('membership.start.plain')
  return (
    <form className="card member-form" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t(isRunning ? 'membership.change' : membership ? 'membership.again' : 'membership.start')}</h2>
      {!membership && <p className="quiet">{t('membership.lead')}</p>}
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
        }}
      />
      <details className="methods" open={isDeclined}>
        <summary>{t('membership.method', { method: chosen ? nameOf(chosen.token, chosen.label) : '' })}</summary>
        <fieldset>
          <legend className="unseen">{t('membership.methods')}</legend>
          {methods.map(({ token, label }) => (
            <label key={token}>
              <input
                type="radio"
                name="method"
                value={token}
                checked={token === method}
                onChange={() => setMethod(token)}
              />
              {nameOf(token, label)}
            </label>
          ))}
        </fieldset>
      </details>
      {terms.isSandbox && <p className="quiet small">{t('membership.sandbox')}</p>}
      <Notice problem={problem} />
      <div className="ask-ways">
        <SteadyButton type="submit" className="button" isBusy={starting.fetching || changing.fetching}>
          {isRunning ? t('membership.change.submit') : begin}
        </SteadyButton>
        {isRunning && <p className="quiet small">{t('membership.change.text')}</p>}
      </div>
    </form>
  )
}
