/** The closed months side by side: a chart at a glance, and the table behind it. */

import type { ConsoleMonthsQuery } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { monthName, shortMonthName } from '../../words/dates'
import { count } from '../../words/numbers'
import { MoneyCell, Table } from '../Table'

type Settlement = NonNullable<ConsoleMonthsQuery['settlements']>[number]

const MOST_BARS = 12

export function Months({ settlements }: { settlements: readonly Settlement[] }) {
  const { t } = useOperatingWords()
  const closed = settlements.filter((each) => each.state === 'CLOSED')
  return (
    <section className="card">
      <h2>{t('months.title')}</h2>
      {closed.length === 0 ? (
        <p className="quiet">{t('months.none')}</p>
      ) : (
        <>
          <Bars months={closed.slice(0, MOST_BARS).reverse()} />
          <MonthTable months={closed} />
        </>
      )}
    </section>
  )
}

/** What each month shared first hand and passed on, one bar a month. The table has the amounts. */
function Bars({ months }: { months: readonly Settlement[] }) {
  const { t, language } = useOperatingWords()
  const parts = months.map(({ id, month, pots, unshared, passedOn }) => ({
    id,
    month,
    shared: BigInt(pots?.micros ?? 0) - BigInt(unshared?.micros ?? 0),
    passedOn: BigInt(passedOn?.micros ?? 0),
  }))
  const most = parts.map((each) => each.shared + each.passedOn).reduce((one, other) => (other > one ? other : one), 1n)
  const size = (micros: bigint) => ({ flexBasis: `${Number((micros * 10_000n) / most) / 100}%` })
  const names = months.map(({ month }) => monthName(month, language)).join(', ')
  return (
    <figure className="bars">
      <div role="img" aria-label={t('months.chart', { months: names })}>
        {parts.map(({ id, month, shared, passedOn }) => (
          <div key={id} className="bar">
            <div className="bar-parts">
              <i style={size(shared)} />
              <i className="passed-on" style={size(passedOn)} />
            </div>
            <span className="small quiet">{shortMonthName(month, language)}</span>
          </div>
        ))}
      </div>
      <figcaption className="small quiet">
        <i className="tone" /> {t('months.pots')} <i className="tone passed-on" /> {t('months.passedOn')}
      </figcaption>
    </figure>
  )
}

function MonthTable({ months }: { months: readonly Settlement[] }) {
  const { t, language } = useOperatingWords()
  return (
    <Table
      caption={t('months.title')}
      head={[
        [t('sums.month'), false],
        [t('sums.likes'), true],
        [t('sums.people'), true],
        [t('sums.pots'), true],
        [t('months.passedOn'), true],
        [t('sums.kept'), true],
        [t('sums.unshared'), true],
      ]}
    >
      {months.map(({ id, month, likeCount, potCount, pots, passedOn, kept, unshared }) => (
        <tr key={id}>
          <th scope="row">{monthName(month, language)}</th>
          <td className="number">{count(likeCount ?? 0, language)}</td>
          <td className="number">{count(potCount ?? 0, language)}</td>
          <MoneyCell money={pots} />
          <MoneyCell money={passedOn} />
          <MoneyCell money={kept} />
          <MoneyCell money={unshared} />
        </tr>
      ))}
    </Table>
  )
}
