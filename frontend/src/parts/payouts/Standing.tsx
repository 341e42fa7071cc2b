/** How one's papers stand, and the way on from there. */

import { Link } from 'wouter'
import type { RegistrationPartsFragment } from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import { dayAndTime, when } from '../../words/dates'

const REGISTER = '/payouts/register'

export function Standing({ registration }: { registration: RegistrationPartsFragment | null }) {
  const { t, language } = usePayoutWords()
  if (!registration) {
    return (
      <div className="card standing">
        <h2>{t('standing.none.title')}</h2>
        <p>{t('standing.none')}</p>
        <Link href={REGISTER} className="button">
          {t('standing.begin')}
        </Link>
      </div>
    )
  }
  const { state, iban, legalName, submittedAt, reason, heldUntil } = registration
  const values = { iban, name: legalName, when: when(submittedAt, language) }
  return (
    <div className={`card standing standing-${state.toLowerCase()}`}>
      <h2>{t(`standing.${state}.title`)}</h2>
      {reason && (
        <blockquote className="reason">
          <p className="small quiet">{t('standing.reason')}</p>
          <p dir="auto">{reason}</p>
        </blockquote>
      )}
      <p dir="auto">{t(`standing.${state}`, values)}</p>
      {heldUntil && <p className="hold">{t('standing.held', { until: dayAndTime(heldUntil, language) })}</p>}
      <Link href={REGISTER} className={state === 'REJECTED' ? 'button' : 'button-quiet'}>
        {t(state === 'REJECTED' ? 'standing.again' : 'standing.change')}
      </Link>
    </div>
  )
}
