/** The month that is next to be closed: tried, closed while one watches, and all that were closed. */

import { useQuery } from 'urql'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { ClosingsDocument } from '../../gql/graphql'
import { useConsoleWords } from '../../messages/console'
import { useOperatingWords } from '../../messages/operating'
import { Closed } from '../../parts/admin/Closed'
import { Closing } from '../../parts/admin/Closing'
import { CloseForm } from '../../parts/admin/CloseForm'
import { Console } from '../../parts/admin/Console'
import { DryRun } from '../../parts/admin/DryRun'
import { useClosing } from '../../parts/admin/useClosing'
import { Notice } from '../../parts/Notice'
import { Waiting } from '../../parts/Waiting'
import '../../look/operating.css'

const CLOSINGS = operation(ClosingsDocument)

export function ClosingPage() {
  const { t } = useConsoleWords()
  const { t: say } = useOperatingWords()
  const [{ data, error }, again] = useQuery({ query: CLOSINGS, requestPolicy: 'cache-and-network' })
  const read = () => again({ requestPolicy: 'network-only' })
  const closing = useClosing(read)
  const going = data?.settlements?.find(({ state }) => state !== 'CLOSED')
  const watched = closing.month ?? going?.month
  const closed = data?.settlements?.filter(({ state }) => state === 'CLOSED') ?? []
  return (
    <Console title={t('console.month')}>
      <Notice problem={data ? null : problemOf(error)} onRetry={read} />
      {!data && !error && <Waiting />}
      {watched && (
        <Closing
          month={watched}
          closing={closing}
          isEarly={going?.early ?? closing.isEarly}
          onDone={read}
        />
      )}
      {data?.nextMonth && !watched && (
        <>
          <CloseForm next={data.nextMonth} closing={closing} />
          <DryRun />
        </>
      )}
      {data && (
        <section className="card">
          <h2>{say('closings.title')}</h2>
          {closed.length === 0 && <p className="quiet">{say('months.none')}</p>}
          {closed.map((each) => (
            <Closed key={each.id} settlement={each} />
          ))}
        </section>
      )}
    </Console>
  )
}
