/** Everybody's payouts by their state: first those that wait for an operator. */

import { useState } from 'react'
import { useQuery } from 'urql'
import { Link, useSearch } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { PayoutQueueDocument, type PayoutState } from '../../gql/graphql'
import '../../look/payouts.css'
import { useConsoleWords } from '../../messages/console'
import { useQueueWords } from '../../messages/queues'
import { Console } from '../../parts/admin/Console'
import { Queue } from '../../parts/admin/Queue'
import { QueuedPayoutRow } from '../../parts/admin/QueuedPayoutRow'
import { useFreshness } from '../../session/freshness'

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
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: QUEUE,
    variables: { first: SLICE, after, state },
    requestPolicy: 'cache-and-network',
  })
  const queue = data?.payoutQueue
  const look = () => (after === null ? ask({ requestPolicy: 'network-only' }) : setAfter(null))
  useFreshness(look)
  const waiting = queue?.edges.filter(({ node }) => node.state === state)
  return (
    <Queue
      count={waiting?.length}
      pageInfo={queue?.pageInfo}
      empty={t(state === 'REQUESTED' ? 'payouts.empty.REQUESTED' : 'payouts.empty')}
      isFetching={fetching || stale}
      problem={problemOf(error)}
      onMore={setAfter}
      onLook={look}
    >
      {(heard) => waiting?.map(({ node }) => <QueuedPayoutRow key={node.id} payout={node} {...heard} />)
      }
    </Queue>
  )
}
