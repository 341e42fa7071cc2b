/** One's own closed months, the last one first: the way to what each came to. */

import '../../look/results.css'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { MyMonthsDocument } from '../../gql/graphql'
import { useResultWords } from '../../messages/results'
import { monthName } from '../../words/dates'
import { about } from '../../words/money'
import { More } from '../More'
import { Notice } from '../Notice'
import { Waiting } from '../Waiting'

const MONTHS = operation(MyMonthsDocument)
const SLICE = 12

/** Read anew when `closedMonth`, the last one that was closed, is another. */
export function MyMonths({ closedMonth }: { closedMonth: string }) {
  const { t } = useResultWords()
  return (
    <section className="months" key={closedMonth}>
      <h2 className="section-title">{t('months.title')}</h2>
      <Months />
    </section>
  )
}

function Months() {
  const { t, n, language } = useResultWords()
  const [after, setAfter] = useState<string | null>(null)
  const [{ data, error, fetching, stale }, ask] = useQuery({
    query: MONTHS,
    variables: { first: SLICE, after },
    requestPolicy: after === null ? 'cache-and-network' : 'cache-first',
  })
  const results = data?.me?.results
  if (!results) {
    const retry = () => ask({ requestPolicy: 'network-only' })
    return fetching ? <Waiting rows={1} /> : <Notice problem={problemOf(error)} onRetry={retry} />
  }
  if (results.edges.length === 0) {
    return <p className="card quiet">{t('months.none')}</p>
  }
  return (
    <>
      <ol className="card liked">
        {results.edges.map(({ node: { month, given, kept, likeCount } }) => (
          <li key={month}>
            <Link href={`/month/${month}`} className="month-row">
              <b>{monthName(month, language)}</b>
              <span className="quiet small">
                {n('months.gave', likeCount, { given: about(given, language) })}
                {kept.micros !== '0' && ` · ${t('months.kept', { kept: about(kept, language) })}`}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {results.pageInfo.hasNextPage && (
        <More pageInfo={results.pageInfo} isFetching={fetching || stale} onMore={setAfter} />
      )}
    </>
  )
}
