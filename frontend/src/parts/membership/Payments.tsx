/** All payments of one's membership, the newest first: what was charged, kept and came in. */

import { operation } from '../../api/documents'
import { MyPaymentsDocument, type PaymentPartsFragment } from '../../gql/graphql'
import { useMembershipWords } from '../../messages/membership'
import { useSlices } from '../../session/slices'
import { monthName } from '../../words/dates'
import { exact } from '../../words/money'
import { List } from '../List'
import { useReadAgain } from '../readAgain'
import { When } from '../When'

const PAYMENTS = operation(MyPaymentsDocument)
const SLICE = 12

/** Read again whenever `version` of the membership is another. */
export function Payments({ version }: { version: string }) {
  const { t } = useMembershipWords()
  const slices = useSlices(PAYMENTS, { first: SLICE })
  useReadAgain(version, slices.isFetching, slices.startOver)
  return (
    <>
      <h2 className="section-title">{t('payments.title')}</h2>
      <List
        slices={slices}
        of={slices.data?.me?.payments}
        empty={<p className="card empty">{t('payments.empty')}</p>}
        rows={1}
      >
        {(payments) => (
          <ol className="card payouts">
            {payments.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </ol>
        )}
      </List>
    </>
  )
}

const REASONS = ['card_declined', 'insufficient_funds'] as const

function PaymentRow({ payment }: { payment: PaymentPartsFragment }) {
  const { t, language } = useMembershipWords()
  const { month, state, amount, fee, credited, declineReason, requestedAt, answeredAt } = payment
  const known = REASONS.find((each) => each === declineReason)
  const sums = { amount: exact(amount, language), fee: fee ? exact(fee, language) : '', credited: credited ? exact(credited, language) : '' }
  return (
    <li className="payout">
      <div className="payout-head">
        <p>
          <b>{monthName(month, language)}</b>{' '}
          <span className="quiet small">
            <When moment={answeredAt ?? requestedAt} />
          </span>
        </p>
        <span className={`badge badge-${state.toLowerCase()}`}>{t(`payments.${state}`)}</span>
      </div>
      <p className="quiet">
        {t(`payments.${state}.text`, sums)}
        {state === 'DECLINED' && ` ${t(`payments.reason.${known ?? 'other'}`)}`}
      </p>
    </li>
  )
}
