/** What a closed month came to for oneself: the chart, its table, and the wallet from close to close. */

import '../look/results.css'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { MonthLineDocument, MonthResultDocument } from '../gql/graphql'
import { useResultWords } from '../messages/results'
import { Notice } from '../parts/Notice'
import { Book } from '../parts/results/Book'
import { FlowChart } from '../parts/results/FlowChart'
import { FlowTable, MONTH_LIKES } from '../parts/results/FlowTable'
import type { Line, Result } from '../parts/results/flows'
import { HowFar } from '../parts/results/HowFar'
import { Waiting } from '../parts/Waiting'
import { useSlices } from '../session/slices'
import { monthName } from '../words/dates'
import { about, exact, type Money } from '../words/money'
import { MissingPage } from './MissingPage'

const RESULT = operation(MonthResultDocument)
const LINE = operation(MonthLineDocument)
const SLICE = 50
/** As far as the server knows months: none before 2000. */
const MONTH = /^[2-8]\d{3}-(0[1-9]|1[0-2])$/

export function ResultPage({ params: { month = '' } }: { params: Record<string, string> }) {
  return MONTH.test(month) ? <Closed key={month} month={month} /> : <MissingPage />
}

function Closed({ month }: { month: string }) {
  const { t, language } = useResultWords()
  const [{ data, error, fetching }, ask] = useQuery({
    query: RESULT,
    variables: { month },
    requestPolicy: 'cache-and-network',
  })
  const retry = () => ask({ requestPolicy: 'network-only' })
  const monthText = monthName(month, language)
  const result = data?.me?.result
  const byHop = data?.settlement?.byHop
  return (
    <section className="column result">
      <h1>
        {monthText} <span className="quiet">{t('result.cameTo')}</span>
      </h1>
      {!data && fetching && <Waiting />}
      <Notice problem={problemOf(error)} onRetry={retry} />
      {data && !result && !error && <None monthText={monthText} />}
      {result && <Shown result={result} monthText={monthText} />}
      {result && byHop && byHop.length > 0 && <HowFar byHop={byHop} monthText={monthText} />}
      <p className="ways">
        <Link href="/month" className="button-quiet">
          {t('result.back')}
        </Link>
        {result && (
          <button type="button" className="button-quiet" onClick={() => window.print()}>
            {t('result.print')}
          </button>
        )}
      </p>
    </section>
  )
}

function None({ monthText }: { monthText: string }) {
  const { t } = useResultWords()
  return (
    <div className="card empty">
      <p>{t('result.none', { month: monthText })}</p>
    </div>
  )
}

function Shown({ result, monthText }: { result: Result; monthText: string }) {
  const { t } = useResultWords()
  const { month, likeCount } = result
  const { data, problem, isFetching, readOn, readAgain } = useSlices(
    MONTH_LIKES,
    likeCount === 0 ? null : { month, first: SLICE },
  )
  const [{ data: found, error: lineError, fetching: isReadingLine }] = useQuery({ query: LINE, variables: { month } })
  const line = found?.me?.proof ?? null
  const likes = data?.me?.likes
  const nodes = likes?.edges.map(({ node }) => node) ?? []
  const more = likes?.pageInfo.hasNextPage ? (likes.pageInfo.endCursor ?? null) : null
  const moves = result.pot.micros !== '0' || result.fee.micros !== '0' || result.kept.micros !== '0' || (line && line.received.micros !== '0')
  return (
    <>
      <Lead result={result} line={line} />
      {((isFetching && !data) || isReadingLine) && <Waiting rows={1} />}
      <Notice problem={problem} onRetry={readAgain} />
      {moves && !isReadingLine && (likes ?? likeCount === 0) && (
        <section className="card">
          <h2>{t('flow.title')}</h2>
          <FlowChart monthText={monthText} result={result} likes={nodes} line={line} />
          <p className="quiet small">{lineError ? t('flow.lineMissing') : t('flow.private')}</p>
          <FlowTable
            monthText={monthText}
            result={result}
            likes={nodes}
            line={line}
            onMore={more && !isFetching ? () => readOn(more) : null}
          />
        </section>
      )}
      <section className="card">
        <h2>{t('book.title')}</h2>
        <Book result={result} />
      </section>
    </>
  )
}

function Lead({ result, line }: { result: Result; line: Line | null }) {
  const { t, n, language } = useResultWords()
  // These add up before the reader's eyes: cut to cents they would not.
  const whole = (sum: Money) => exact(sum, language)
  const { paid, fee, paidIn, pot, given, kept, likeCount } = result
  const hasPaid = BigInt(paid.micros) > 0n && BigInt(paidIn.micros) >= 0n
  const gave = () => {
    if (given.micros !== '0') {
      return n('result.gave', likeCount, { pot: about(pot, language) })
    }
    if (pot.micros !== '0') {
      return t('result.stayed', { pot: about(pot, language) })
    }
    if (likeCount > 0) {
      return n('result.empty', likeCount, {})
    }
    return t(hasPaid ? 'result.bare' : 'result.nothing')
  }
  const came = () => {
    if (line && line.passedOn.micros !== '0') {
      return t('result.keptOf', { received: whole(line.received), passedOn: whole(line.passedOn), kept: whole(kept) })
    }
    return kept.micros === '0' ? t('result.noneCame') : t('result.kept', { kept: whole(kept) })
  }
  return (
    <div className="result-lead">
      <p className="pot-share">{gave()}</p>
      {hasPaid && fee.micros !== '0' && (
        <p>{t('result.paid', { paid: whole(paid), fee: whole(fee), paidIn: whole(paidIn) })}</p>
      )}
      <p>{came()}</p>
    </div>
  )
}
