/** A closed month in one line; opened, with its digests, its durations and the way to verify it. */

import { useState, type ReactNode } from 'react'
import { operation } from '../../api/documents'
import { LastVerificationDocument, VerifyMonthDocument, type ClosingPartsFragment } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { inFull, monthName } from '../../words/dates'
import { duration } from '../../words/durations'
import { Amount } from '../Amount'
import { SteadyButton } from '../SteadyButton'
import { When } from '../When'
import { SharedByHop } from './SharedByHop'
import { Inspected, useInspection } from './Inspected'
import { Sums } from './Sums'

const LAST = operation(LastVerificationDocument)
const VERIFY = operation(VerifyMonthDocument)

export function Closed({ settlement }: { settlement: ClosingPartsFragment }) {
  const { t, language } = useOperatingWords()
  const [isOpen, setOpen] = useState(false)
  const { month, early, pots, closedAt } = settlement
  return (
    <details className="closed" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{monthName(month, language)}</b>
        {early && <span className="badge badge-early">{t('closings.early')}</span>}
        <span className="closed-sum">{pots && <Amount money={pots} />}</span>
        {closedAt && (
          <span className="closed-when quiet small">
            <When moment={closedAt} />
          </span>
        )}
      </summary>
      {isOpen && <Opened settlement={settlement} />}
    </details>
  )
}

function Opened({ settlement }: { settlement: ClosingPartsFragment }) {
  const { t, language } = useOperatingWords()
  const { month, sealedAt, closedAt, engine, bookDigest, outcomeDigest, merkleRoot, durations } = settlement
  const { book, compute, post, verify, tell, total } = durations
  const stages = { book, compute, post, verify, tell, total }
  return (
    <div className="opened">
      <Sums sums={settlement} />
      <dl className="digests">
        <Line name={t('closings.sealed')}>{inFull(sealedAt, language)}</Line>
        {closedAt && <Line name={t('closings.closed')}>{inFull(closedAt, language)}</Line>}
        <Line name={t('closings.took')}>
          {(Object.keys(stages) as (keyof typeof stages)[]).map((stage) => {
            const took = stages[stage]
            return took ? (
              <span key={stage} className="took">
                {t(`took.${stage}`)} {duration(took, language)}
              </span>
            ) : null
          })}
        </Line>
        {engine && <Line name={t('closings.engine')}>{engine}</Line>}
        <Digest name={t('closings.book')} text={bookDigest} />
        <Digest name={t('closings.outcome')} text={outcomeDigest} />
        <Digest name={t('closings.root')} text={merkleRoot} />
      </dl>
      <Verification month={month} />
    </div>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Digest({ name, text }: { name: string; text: string | null | undefined }) {
  return text ? (
    <Line name={name}>
      <code>{text}</code>
    </Line>
  ) : null
}

function Verification({ month }: { month: string }) {
  const { t, n, language } = useOperatingWords()
  const name = monthName(month, language)
  const look = useInspection({
    last: LAST,
    variables: { month },
    next: VERIFY,
    asked: { input: { month } },
    running: t('verify.running'),
    done: () => t('verify.well'),
  })
  const byHop = look.data?.settlement?.byHop
  const inspection = look.data?.inspection
  const found = inspection?.verification

  return (
    <div className="verification">
      {byHop && <SharedByHop caption={t('closings.hops', { month: name })} byHop={byHop} />}
      <Inspected look={look}>
        {found && inspection ? (
          <div>
            <p>
              <b className="well">{t('verify.well')}</b>{' '}
              <span className="quiet small">
                <When moment={inspection.endedAt ?? inspection.askedAt} />
              </span>
            </p>
            <p className="quiet small">
              {n('verify.text', found.transferCount, { took: duration(found.took, language) })}{' '}
              {found.mendedFiles.map(({ name }) => t('verify.mended', { name })).join(' ')}
            </p>
          </div>
        ) : (
          <p className="quiet small">{t('verify.lead')}</p>
        )}
      </Inspected>
      <SteadyButton className="button-quiet" isBusy={look.isBusy} onClick={look.begin}>
        {t('verify.begin', { month: name })}
      </SteadyButton>
    </div>
  )
}
