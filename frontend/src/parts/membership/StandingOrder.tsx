/** The standing order as it stands. */

import type { ReactNode } from 'react'
import type { MembershipPartsFragment } from '../../gql/graphql'
import '../../look/standing.css'
import { useMembershipWords, useMethodName } from '../../messages/membership'
import { monthName } from '../../words/dates'
import { inCents } from '../../words/money'

interface StandingOrderProps {
  membership: MembershipPartsFragment
  children?: ReactNode
}

export function StandingOrder({ membership, children }: StandingOrderProps) {
  const { t, language } = useMembershipWords()
  const { state, amount, paidThrough, paymentMethodToken, paymentMethodLabel } = membership
  const shown = state === 'CANCELLED' && !paidThrough ? 'NEVER_PAID' : state
  const method = useMethodName()(paymentMethodToken, paymentMethodLabel)
  return (
    <div className="card standing">
      <div className="payout-head">
        <h2>{t('membership.each', { amount: inCents(amount, language) })}</h2>
        <span className={`badge badge-${state.toLowerCase()}`}>{t(`membership.${shown}`)}</span>
      </div>
      {shown !== 'ACTIVE' && (
        <p className={shown === 'PAST_DUE' ? 'hold' : undefined}>{t(`membership.${shown}.text`)}</p>
      )}
      <p className="quiet">
        {paidThrough
          ? t('membership.paid', { month: monthName(paidThrough, language), method })
          : t('membership.unpaid', { method })}
      </p>
      {children}
    </div>
  )
}
