/** The standing order: how it stands, or the way to start one. */

import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { problemOf, refusalOf, type Problem } from '../api/problems'
import { MyMembershipDocument, StartMembershipDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useWallet } from '../session/wallet'
import { useWishKey } from '../session/wishKey'
import { monthName } from '../words/dates'
import { about } from '../words/money'
import { announce } from './announce'
import { Notice } from './Notice'

const MINE = operation(MyMembershipDocument)
const START = operation(StartMembershipDocument)
const AMOUNTS = ['2000000', '5000000', '10000000'] as const
const SANDBOX_CARD = 'sandbox-ok'

export function Membership() {
  const { t, language } = useWords()
  const [{ data, fetching }] = useQuery({ query: MINE })
  const membership = data?.me?.membership
  if (fetching && !data) {
    return null
  }
  if (!membership || membership.state === 'CANCELLED') {
    return <Start />
  }
  const { amount, state, paidThrough, paymentMethodLabel } = membership
  return (
    <div className="card member">
      <h2>{t('member.title')}</h2>
      <p>
        <b>{t('member.amount', { amount: about(BigInt(amount.micros), amount.currency, language) })}</b>{' '}
        <span className={`state state-${state.toLowerCase()}`}>{t(`member.${state}`)}</span>
      </p>
      {paidThrough && (
        <p className="quiet">
          {t('member.paid', { month: monthName(paidThrough, language), method: paymentMethodLabel })}
        </p>
      )}
      <Link href="/membership" className="button-quiet">
        {t('member.change')}
      </Link>
    </div>
  )
}

function Start() {
  const { t, language } = useWords()
  const currency = useWallet()?.budget.currency ?? 'USD'
  const [amountMicros, setAmount] = useState<string>(AMOUNTS[1])
  const key = useWishKey('membership.key')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, start] = useMutation(START)
  const money = (micros: string) => about(BigInt(micros), currency, language)

  async function submit() {
    const input = { amountMicros, paymentMethod: SANDBOX_CARD, idempotencyKey: key.take() }
    const { data, error } = await start({ input })
    const refused = problemOf(error) ?? refusalOf(data?.startMembership?.errors)
    setProblem(refused)
    key.answered(refused)
    if (!refused) {
      announce(t('member.started'))
    }
  }

  return (
    <div className="card member">
      <h2>{t('member.title')}</h2>
      <p className="quiet">{t('member.lead')}</p>
      <fieldset className="amounts">
        <legend className="unseen">{t('member.title')}</legend>
        {AMOUNTS.map((micros) => (
          <label key={micros}>
            <input
              type="radio"
              name="amount"
              value={micros}
              checked={micros === amountMicros}
              onChange={() => {
                setAmount(micros)
                key.drop()
              }}
            />
            {money(micros)}
          </label>
        ))}
      </fieldset>
      <Notice problem={problem} />
      <button type="button" className="button" disabled={fetching} onClick={() => void submit()}>
        {t('member.start', { amount: money(amountMicros) })}
      </button>
      <p className="quiet small">
        {t('member.sandbox')} <Link href="/membership">{t('member.more')}</Link>
      </p>
    </div>
  )
}
