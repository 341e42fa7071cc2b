/** The standing order: how it stands, and how to start, change and end it. */

import { useQuery } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { MembershipTermsDocument, MyMembershipDocument, type MembershipPartsFragment } from '../gql/graphql'
import '../look/payouts.css'
import { useMembershipWords } from '../messages/membership'
import { EndMembership } from '../parts/membership/EndMembership'
import { MembershipForm } from '../parts/membership/MembershipForm'
import { Notice } from '../parts/Notice'
import { Waiting } from '../parts/Waiting'
import { monthName } from '../words/dates'
import { inCents } from '../words/money'

const MINE = operation(MyMembershipDocument)
const TERMS = operation(MembershipTermsDocument)

export function MembershipPage() {
  const { t } = useMembershipWords()
  const [mine, ask] = useQuery({ query: MINE, requestPolicy: 'cache-and-network' })
  const [{ data, error }, askForTerms] = useQuery({ query: TERMS })
  const problem = problemOf(mine.error ?? error)
  const terms = data?.terms
  const retry = () => {
    ask({ requestPolicy: 'network-only' })
    askForTerms({ requestPolicy: 'network-only' })
  }
  if (!mine.data?.me || !terms) {
    return (
      <section className="column">
        <h1>{t('membership.title')}</h1>
        {problem ? <Notice problem={problem} onRetry={retry} /> : <Waiting rows={2} />}
      </section>
    )
  }
  const membership = mine.data.me.membership ?? null
  const isRunning = membership !== null && membership.state !== 'CANCELLED'
  return (
    <section className="column">
      <h1>{t('membership.title')}</h1>
      {membership ? <Standing membership={membership} /> : <p className="quiet">{t('membership.lead')}</p>}
      <MembershipForm key={isRunning ? 'change' : 'start'} membership={membership} terms={terms} />
      {isRunning && <EndMembership />}
    </section>
  )
}

function Standing({ membership }: { membership: MembershipPartsFragment }) {
  const { t, language } = useMembershipWords()
  const { state, amount, paidThrough, paymentMethodLabel: method } = membership
  return (
    <div className="card standing">
      <div className="payout-head">
        <h2>{t('membership.each', { amount: inCents(amount, language) })}</h2>
        <span className={`badge badge-${state.toLowerCase()}`}>{t(`membership.${state}`)}</span>
      </div>
      {state !== 'ACTIVE' && (
        <p className={state === 'PAST_DUE' ? 'hold' : undefined}>{t(`membership.${state}.text`)}</p>
      )}
      <p className="quiet">
        {paidThrough
          ? t('membership.paid', { month: monthName(paidThrough, language), method })
          : t('membership.unpaid', { method })}
      </p>
    </div>
  )
}
