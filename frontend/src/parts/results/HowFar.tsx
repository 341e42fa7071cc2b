/** How far the money of everybody went in a month: public sums, hop by hop. */

import type { MonthResultQuery } from '../../gql/graphql'
import { useResultWords } from '../../messages/results'
import { MoneyCell, Table } from '../Table'

type ByHop = NonNullable<NonNullable<MonthResultQuery['settlement']>['byHop']>

export function HowFar({ byHop, monthText }: { byHop: ByHop; monthText: string }) {
  const { t } = useResultWords()
  const most = Math.max(...byHop.map(({ shared }) => Number(shared.micros)), 1)
  const nameOf = (hop: number) => {
    if (hop === 0) {
      return t('hops.first')
    }
    return hop === 1 ? t('hops.once') : t('hops.later', { count: String(hop) })
  }
  return (
    <section className="card">
      <h2>{t('hops.title')}</h2>
      <p className="quiet">{t('hops.lead', { month: monthText })}</p>
      <Table
        caption={t('hops.caption', { month: monthText })}
        head={[
          [t('hops.hop'), false],
          [t('hops.shared'), true],
        ]}
      >
        {byHop.map(({ hop, shared }) => (
          <tr key={hop}>
            <th scope="row">
              {nameOf(hop)}
              <i className="hop-bar" aria-hidden style={{ inlineSize: `${(100 * Number(shared.micros)) / most}%` }} />
            </th>
            <MoneyCell money={shared} />
          </tr>
        ))}
      </Table>
    </section>
  )
}
