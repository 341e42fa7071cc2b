/** One's own closed months, the last one first: the way to what each came to. */

import '../../look/results.css'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { MyMonthsDocument } from '../../gql/graphql'
import { useResultWords } from '../../messages/results'
import { useSlices } from '../../session/slices'
import { monthName } from '../../words/dates'
import { about } from '../../words/money'
import { List } from '../List'

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
  const slices = useSlices(MONTHS, { first: SLICE })
  return (
    <List
      slices={slices}
      of={slices.data?.me?.results}
      empty={<p className="card quiet">{t('months.none')}</p>}
      rows={1}
    >
      {(results) => (
        <ol className="card liked">
          {results.map(({ month, given, kept, likeCount }) => (
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
      )}
    </List>
  )
}
