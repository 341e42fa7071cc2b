/** The console's first page: the sums of the whole economy. */

import { useQuery } from 'urql'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { FrontPageDocument } from '../../gql/graphql'
import { useConsoleWords } from '../../messages/console'
import { Console } from '../../parts/admin/Console'
import { Notice } from '../../parts/Notice'
import { Totals } from '../../parts/Totals'
import { Waiting } from '../../parts/Waiting'

const ECONOMY = operation(FrontPageDocument)

export function EconomyPage() {
  const { t } = useConsoleWords()
  const [{ data, error }, ask] = useQuery({ query: ECONOMY, requestPolicy: 'cache-and-network' })
  return (
    <Console title={t('console.economy')}>
      {data?.economy && <Totals economy={data.economy} />}
      {!data && !error && <Waiting />}
      <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
    </Console>
  )
}
