/** The console's first page: the sums of the whole economy, month by month, and what waits. */

import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { problemOf } from '../../api/problems'
import { ConsoleEconomyDocument, ConsoleMonthsDocument, type ConsoleEconomyQuery } from '../../gql/graphql'
import { useConsoleWords } from '../../messages/console'
import { useOperatingWords } from '../../messages/operating'
import { Amount } from '../../parts/Amount'
import { Accounts } from '../../parts/admin/Accounts'
import { Console } from '../../parts/admin/Console'
import { Figure, Figures } from '../../parts/admin/Figures'
import { Months } from '../../parts/admin/Months'
import { Queues } from '../../parts/admin/Queues'
import { Notice } from '../../parts/Notice'
import { Waiting } from '../../parts/Waiting'
import { When } from '../../parts/When'
import { monthName } from '../../words/dates'
import '../../look/operating.css'
import { count } from '../../words/numbers'

const ECONOMY = operation(ConsoleEconomyDocument)
const MONTHS = operation(ConsoleMonthsDocument)

export function EconomyPage() {
  const { t } = useConsoleWords()
  const [{ data, error }, again] = useQuery({ query: ECONOMY, requestPolicy: 'cache-and-network' })
  const [{ data: months, error: unread }, readMonths] = useQuery({ query: MONTHS, requestPolicy: 'cache-and-network' })
  const economy = data?.economy
  return (
    <Console title={t('console.economy')}>
      <Notice
        problem={data ? null : problemOf(error)}
        onRetry={() => again({ requestPolicy: 'network-only' })}
      />
      {!economy && !error && <Waiting />}
      {economy && (
        <>
          <Flows economy={economy} />
          <Standing economy={economy} next={data.nextMonth} newest={months?.settlements?.[0]} />
          <Notice
            problem={months ? null : problemOf(unread)}
            onRetry={() => readMonths({ requestPolicy: 'network-only' })}
          />
          {months?.settlements && <Months settlements={months.settlements} />}
          <Accounts accounts={economy.accounts} />
        </>
      )}
    </Console>
  )
}

type Economy = NonNullable<ConsoleEconomyQuery['economy']>

/** Where money comes from, goes round and goes to, and who takes part. */
function Flows({ economy }: { economy: Economy }) {
  const { t, language } = useOperatingWords()
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const part = economy.people > 0 ? percent.format(economy.supporters / economy.people) : null
  return (
    <div className="flows">
      <section className="card">
        <h2>{t('economy.takingPart')}</h2>
        <Figures>
          <Figure name={t('economy.people')}>{count(economy.people, language)}</Figure>
          <Figure name={t('economy.supporters')} text={part && t('economy.whoPay', { part })}>
            {count(economy.supporters, language)}
          </Figure>
        </Figures>
      </section>
      <section className="card">
        <h2>{t('economy.in')}</h2>
        <Figures>
          <Figure name={t('economy.paidIn')}>
            <Amount money={economy.paidIn} />
          </Figure>
          <Figure name={t('economy.fees')}>
            <Amount money={economy.fees} />
          </Figure>
        </Figures>
      </section>
      <section className="card">
        <h2>{t('economy.round')}</h2>
        <Figures>
          <Figure name={t('economy.shared')}>
            <Amount money={economy.shared} />
          </Figure>
          <Figure name={t('economy.passedOn')}>
            <Amount money={economy.passedOn} />
          </Figure>
        </Figures>
      </section>
      <section className="card">
        <h2>{t('economy.out')}</h2>
        <Figures>
          <Figure name={t('economy.paidOut')}>
            <Amount money={economy.paidOut} />
          </Figure>
          <Figure name={t('economy.cut')}>
            <Amount money={economy.cut} />
          </Figure>
          <Figure name={t('economy.waiting')}>
            <Amount money={economy.waiting} />
          </Figure>
        </Figures>
      </section>
    </div>
  )
}

/** How the month that is next to be closed stands. */
function standing({ hasBegun, hasEnded }: { hasBegun: boolean; hasEnded: boolean }) {
  return hasEnded ? 'month.ended' : hasBegun ? 'month.runs' : 'month.toCome'
}

interface StandingProps {
  economy: Economy
  next: ConsoleEconomyQuery['nextMonth']
  newest: { month: string; state: string; sealedAt: string } | undefined
}

/** What waits for somebody, and whether all is in order. */
function Standing({ economy: { ledgerHealth }, next, newest }: StandingProps) {
  const { t, n, language } = useOperatingWords()
  return (
    <section className="card">
      <h2>{t('economy.now')}</h2>
      <ul className="in-order">
        <li>
          <Link href="/admin/ledger">{t('economy.ledger')}</Link>
          {ledgerHealth ? (
            <span>
              <b className={ledgerHealth.ok ? 'well' : 'unwell'}>
                {ledgerHealth.ok ? t('ledger.ok') : n('ledger.findings', ledgerHealth.findingCount, {})}
              </b>{' '}
              <span className="quiet small">
                <When moment={ledgerHealth.checkedAt} />
              </span>
            </span>
          ) : (
            <span className="quiet">{t('ledger.never')}</span>
          )}
        </li>
        {newest && (
          <li>
            <Link href="/admin/month">{t('economy.seal')}</Link>
            <span>
              <b>{monthName(newest.month, language)}</b>{' '}
              <span className="quiet small">
                {newest.state === 'CLOSED' ? t('month.closed') : t('month.closing')} <When moment={newest.sealedAt} />
              </span>
            </span>
          </li>
        )}
        {next && (
          <li>
            <Link href="/admin/month">{t('economy.next')}</Link>
            <span>
              <b>{monthName(next.month, language)}</b>{' '}
              <span className="quiet small">{t(standing(next))}</span>
            </span>
          </li>
        )}
        <Queues />
      </ul>
    </section>
  )
}
