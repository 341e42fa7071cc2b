/** Papers that wait for an operator. */

import { useState } from 'react'
import { useQuery } from 'urql'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { RegistrationQueueDocument } from '../../gql/graphql'
import '../../look/payouts.css'
import { useConsoleWords } from '../../messages/console'
import { useQueueWords } from '../../messages/queues'
import { Console } from '../../parts/admin/Console'
import { PapersRow } from '../../parts/admin/PapersRow'
import { Queue } from '../../parts/admin/Queue'
import { useFreshness } from '../../session/freshness'

const QUEUE = operation(RegistrationQueueDocument)
const SLICE = 20

export function RegistrationsPage() {
  const { t: title } = useConsoleWords()
  const { t } = useQueueWords()
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: QUEUE,
    variables: { first: SLICE, after },
    requestPolicy: 'cache-and-network',
  })
  const queue = data?.registrationQueue
  const look = () => (after === null ? ask({ requestPolicy: 'network-only' }) : setAfter(null))
  useFreshness(look)
  const waiting = queue?.edges.filter(({ node }) => node.state === 'SUBMITTED')
  return (
    <Console title={title('console.registrations')}>
      <p className="quiet">{t('papers.lead')}</p>
      <Queue
        count={waiting?.length}
        pageInfo={queue?.pageInfo}
        empty={t('papers.empty')}
        isFetching={fetching || stale}
        problem={problemOf(error)}
        onMore={setAfter}
        onLook={look}
      >
        {(heard) =>
          waiting?.map(({ node }) => (
            <PapersRow key={`${node.id} ${node.submittedAt}`} papers={node} {...heard} />
          ))
        }
      </Queue>
    </Console>
  )
}
