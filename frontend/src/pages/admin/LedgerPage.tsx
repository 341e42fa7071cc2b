/** The ledger's health: the last check of everything, check by check, and the way to another. */

import { operation } from '../../api/documents'
import { CheckLedgerDocument, LastLedgerCheckDocument, type LastLedgerCheckQuery } from '../../gql/graphql'
import { useConsoleWords } from '../../messages/console'
import { useOperatingWords } from '../../messages/operating'
import { Console } from '../../parts/admin/Console'
import { Figure, Figures } from '../../parts/admin/Figures'
import { Inspected, useInspection } from '../../parts/admin/Inspected'
import { SteadyButton } from '../../parts/SteadyButton'
import { Waiting } from '../../parts/Waiting'
import { When } from '../../parts/When'
import { duration } from '../../words/durations'
import '../../look/operating.css'
import { count } from '../../words/numbers'

const LAST = operation(LastLedgerCheckDocument)
const CHECK = operation(CheckLedgerDocument)

type Check = NonNullable<NonNullable<LastLedgerCheckQuery['inspection']>['ledgerCheck']>
type Words = ReturnType<typeof useOperatingWords>
type Part = Check['parts'][number]

export function LedgerPage() {
  const { t } = useConsoleWords()
  const { t: say, n } = useOperatingWords()
  const look = useInspection({
    last: LAST,
    variables: {},
    next: CHECK,
    asked: {},
    running: say('ledger.running'),
    done: ({ inspection }) => verdict(inspection?.ledgerCheck?.findingCount ?? 0, say, n),
  })
  const found = look.data?.inspection?.ledgerCheck
  return (
    <Console title={t('console.ledger')}>
      <section className="card">
        <div className="head">
          <h2>{say('ledger.title')}</h2>
          <SteadyButton className="button" isBusy={look.isBusy} onClick={look.begin}>
            {say('ledger.check')}
          </SteadyButton>
        </div>
        <p className="quiet small">{say('ledger.lead')}</p>
        {look.inspection === undefined && !look.problem && <Waiting rows={1} />}
        <Inspected look={look}>
          {found && <Summary check={found} />}
          {look.inspection === null && <p className="quiet">{say('ledger.never')}</p>}
        </Inspected>
      </section>
      {found && <Parts parts={found.parts} />}
    </Console>
  )
}

function verdict(findingCount: number, t: Words['t'], n: Words['n']): string {
  return findingCount === 0 ? t('ledger.ok') : n('ledger.findings', findingCount, {})
}

function Summary({ check }: { check: Check }) {
  const { t, n, language } = useOperatingWords()
  const { findingCount, checkedAt, accountCount, transferCount, took } = check
  return (
    <>
      <p className={findingCount === 0 ? 'verdict well' : 'verdict unwell'}>
        {verdict(findingCount, t, n)}
      </p>
      <Figures>
        <Figure name={t('ledger.checked')}>
          <When moment={checkedAt} />
        </Figure>
        <Figure name={t('ledger.accounts')}>{count(accountCount, language)}</Figure>
        <Figure name={t('ledger.transfers')}>{count(transferCount, language)}</Figure>
        <Figure name={t('closings.took')}>{duration(took, language)}</Figure>
      </Figures>
    </>
  )
}

function Parts({ parts }: { parts: readonly Part[] }) {
  const { t } = useOperatingWords()
  return (
    <section className="card">
      <h2>{t('checks.title')}</h2>
      <ul className="checks">
        {parts.map((each) => (
          <PartOf key={each.name} part={each} />
        ))}
      </ul>
    </section>
  )
}

const NAMED = [
  'balances',
  'transfers',
  'directions',
  'reversals',
  'owners',
  'seals',
  'payments',
  'payouts',
  'in_flight',
  'guards',
] as const

function PartOf({ part: { name, findingCount, findings } }: { part: Part }) {
  const { t, n } = useOperatingWords()
  const named = NAMED.find((each) => each === name)
  const unlisted = findingCount - findings.length
  return (
    <li>
      <p>
        <b>{named ? t(`check.${named}`) : name}</b>{' '}
        <span className={findingCount === 0 ? 'well' : 'unwell'}>
          {findingCount === 0 ? t('checks.fits') : n('ledger.findings', findingCount, {})}
        </span>
      </p>
      {named && <p className="quiet small">{t(`check.${named}.text`)}</p>}
      {findings.length > 0 && (
        <ul className="findings small" lang="en">
          {findings.map(({ code, sentence }) => (
            <li key={sentence}>
              <code>{code}</code> {sentence}
            </li>
          ))}
        </ul>
      )}
      {unlisted > 0 && <p className="small">{n('checks.unlisted', unlisted, {})}</p>}
    </li>
  )
}
