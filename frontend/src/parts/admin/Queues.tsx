/** What waits for an operator, with the way there. */

import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { ConsoleQueuesDocument } from '../../gql/graphql'
import { useConsoleWords } from '../../messages/console'
import { useOperatingWords } from '../../messages/operating'

const QUEUES = operation(ConsoleQueuesDocument)

interface Queue {
  edges: readonly unknown[]
  pageInfo: { hasNextPage: boolean }
}

export function Queues() {
  const { t } = useConsoleWords()
  const [{ data }] = useQuery({ query: QUEUES, requestPolicy: 'cache-and-network' })
  return (
    <>
      <Row path="/admin/registrations" name={t('console.registrations')} queue={data?.registrationQueue} />
      <Row path="/admin/payouts" name={t('console.payouts')} queue={data?.payoutQueue} />
    </>
  )
}

function Row({ path, name, queue }: { path: string; name: string; queue: Queue | null | undefined }) {
  const { t, n } = useOperatingWords()
  if (!queue) {
    return null
  }
  const count = queue.edges.length
  return (
    <li>
      <Link href={path}>{name}</Link>
      {count === 0 ? (
        <span className="quiet">{t('queue.empty')}</span>
      ) : (
        <b>{queue.pageInfo.hasNextPage ? t('queue.more', { count: String(count) }) : n('queue.wait', count, {})}</b>
      )}
    </li>
  )
}
