/** What the open month would come to now: asked for, and kept until the next one. */

import { operation } from '../../api/documents'
import { LastDryRunDocument, StartDryRunDocument, type LastDryRunQuery } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { monthName } from '../../words/dates'
import { duration } from '../../words/durations'
import { signed } from '../../words/money'
import { count } from '../../words/numbers'
import { SteadyButton } from '../SteadyButton'
import { MoneyCell, Table } from '../Table'
import { When } from '../When'
import { SharedByHop } from './SharedByHop'
import { Inspected, useInspection } from './Inspected'

const LAST = operation(LastDryRunDocument)
const START = operation(StartDryRunDocument)

type Found = NonNullable<NonNullable<LastDryRunQuery['inspection']>['dryRun']>

export function DryRun() {
  const { t, language } = useOperatingWords()
  const look = useInspection({
    last: LAST,
    variables: {},
    next: START,
    asked: {},
    running: t('dryRun.running'),
    done: ({ inspection }) =>
      inspection?.dryRun ? t('dryRun.done', { month: monthName(inspection.dryRun.sums.month, language) }) : '',
  })
  const inspection = look.data?.inspection
  return (
    <section className="card">
      <div className="head">
        <h2>{t('dryRun.title')}</h2>
        <SteadyButton className="button" isBusy={look.isBusy} onClick={look.begin}>
          {inspection ? t('dryRun.again') : t('dryRun.begin')}
        </SteadyButton>
      </div>
      <p className="quiet small">{t('dryRun.lead')}</p>
      <Inspected look={look}>
        {inspection?.dryRun && <Result found={inspection.dryRun} moment={inspection.askedAt} />}
      </Inspected>
    </section>
  )
}

function Result({ found, moment }: { found: Found; moment: string }) {
  const { t, language } = useOperatingWords()
  return (
    <>
      <p className="small quiet">
        {t('dryRun.about', { month: monthName(found.sums.month, language) })} <When moment={moment} />
        {'. '}
        {t('dryRun.took', {
          reading: duration(found.reading, language),
          computing: duration(found.computing, language),
        })}
      </p>
      <Comparison found={found} />
      <div className="side-by-side">
        <SharedByHop caption={t('dryRun.hops')} byHop={found.byHop} />
        <Largest found={found} />
      </div>
    </>
  )
}

function Comparison({ found: { sums, change } }: { found: Found }) {
  const { t, language } = useOperatingWords()
  const amounts = ['pots', 'kept', 'unshared'] as const
  const counts = ['likeCount', 'potCount', 'accountCount'] as const
  const signedCount = new Intl.NumberFormat(language, { signDisplay: 'exceptZero' })
  const since = change ? t('dryRun.since', { month: monthName(change.since, language) }) : t('dryRun.first')
  return (
    <Table
      caption={t('dryRun.title')}
      head={[
        [t('dryRun.what'), false],
        [t('dryRun.now'), true],
        [since, true],
      ]}
    >
      {amounts.map((name) => (
        <tr key={name}>
          <th scope="row">{t(`sums.${name}`)}</th>
          <MoneyCell money={sums[name]} />
          <td className="number">{change ? signed(change[name], language) : '–'}</td>
        </tr>
      ))}
      {counts.map((name) => (
        <tr key={name}>
          <th scope="row">{t(`sums.${name}`)}</th>
          <td className="number">{count(sums[name], language)}</td>
          <td className="number">{change ? signedCount.format(change[name]) : '–'}</td>
        </tr>
      ))}
    </Table>
  )
}

/** Without whose they are: that is theirs alone. */
function Largest({ found: { largestReceived } }: { found: Found }) {
  const { t, language } = useOperatingWords()
  return largestReceived.length === 0 ? (
    <p className="quiet">{t('dryRun.nobody')}</p>
  ) : (
    <Table
      caption={t('dryRun.largest')}
      isCaptionSeen
      head={[
        [t('dryRun.place'), false],
        [t('dryRun.received'), true],
      ]}
    >
      {largestReceived.map((received, place) => (
        <tr key={place}>
          <th scope="row">{count(place + 1, language)}</th>
          <MoneyCell money={received} />
        </tr>
      ))}
    </Table>
  )
}
