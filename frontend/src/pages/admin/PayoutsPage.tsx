/** Everybody's payouts by their state: first those that wait for an operator. */

import { Link, useSearch } from 'wouter'
import { operation } from '../../api/documents'
import { PayoutQueueDocument, type PayoutState } from '../../gql/graphql'
import '../../look/standing.css'
import '../../look/queues.css'
import { useConsoleWords } from '../../messages/console'
import { useQueueWords } from '../../messages/queues'
import { Console } from '../../parts/admin/Console'
import { Queue } from '../../parts/admin/Queue'
import { QueuedPayoutRow } from '../../parts/admin/QueuedPayoutRow'
import { useSlices } from '../../session/slices'

const QUEUE = operation(PayoutQueueDocument)
const SLICE = 20
const HERE = '/admin/payouts'
const STATES: PayoutState[] = ['REQUESTED', 'APPROVED', 'SENT', 'PAID', 'REJECTED', 'CANCELLED', 'RETURNED']

export function PayoutQueuePage() {
  const { t: title } = useConsoleWords()
  const { t } = useQueueWords()
  const wanted = new URLSearchParams(useSearch()).get('state')
  const state = STATES.find((each) => each === wanted) ?? 'REQUESTED'
  return (
    <Console title={title('console.payouts')}>
      <nav className="states" aria-label={t('payouts.states')}>
        <ul>
          {STATES.map((each) => (
            <li key={each}>
              <Link href={`${HERE}?state=${each}`} aria-current={each === state ? 'true' : undefined}>
                {t(`payouts.${each}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <PayoutsIn key={state} state={state} />
    </Console>
  )
}

function PayoutsIn({ state }: { state: PayoutState }) {
  const { t } = useQueueWords()
  const slices = useSlices(QUEUE, { first: SLICE, state })
  return (
    <Queue
      slices={slices}
      of={slices.data?.payoutQueue}
      state={state}
      empty={t(state === 'REQUESTED' ? 'payouts.empty.REQUESTED' : 'payouts.empty')}
    >
      {(waiting, heard) => waiting.map((payout) => <QueuedPayoutRow key={payout.id} payout={payout} {...heard} />)}
    </Queue>
  )
}
