/** Money out: what there is, how one's papers stand, a payout to ask for, and all that were. */

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useQuery, useSubscription } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { MyRegistrationDocument, PayoutMovesDocument, type MyPayoutsQuery } from '../gql/graphql'
import '../look/payouts.css'
import '../look/standing.css'
import { usePayoutWords } from '../messages/payouts'
import { useChangeTold } from '../parts/announce'
import { List } from '../parts/List'
import { Notice } from '../parts/Notice'
import { AskForPayout } from '../parts/payouts/AskForPayout'
import { Funds } from '../parts/payouts/Funds'
import { PAYOUTS, SLICE } from '../parts/payouts/listed'
import { PayoutRow } from '../parts/payouts/PayoutRow'
import { Standing } from '../parts/payouts/Standing'
import { Waiting } from '../parts/Waiting'
import { useSlices } from '../session/slices'
import { useWallet } from '../session/wallet'
import { inCents } from '../words/money'
import { percent } from '../words/numbers'

const MOVES = operation(PayoutMovesDocument)
const REGISTRATION = operation(MyRegistrationDocument)

type ShownPayouts = NonNullable<NonNullable<MyPayoutsQuery['me']>['payouts']>

export function PayoutsPage() {
  const { t } = usePayoutWords()
  const [asked, setAsked] = useState(0)
  return (
    <section className="column">
      <h1>{t('payouts.title')}</h1>
      <Papers onAsked={() => setAsked((before) => before + 1)} />
      <h2 className="section-title">{t('list.title')}</h2>
      <Payouts asked={asked} />
    </section>
  )
}

function Papers({ onAsked }: { onAsked: () => void }) {
  const { t, language } = usePayoutWords()
  const wallet = useWallet()
  const [{ data, error, fetching }, ask] = useQuery({
    query: REGISTRATION,
    requestPolicy: 'cache-and-network',
  })
  const registration = data?.me?.registration ?? null
  const state = registration?.state
  const terms = data?.terms
  useChangeTold(state, state ? t(`standing.${state}.title`) : '')
  if (!data?.me || !terms || !wallet) {
    return fetching || !error ? (
      <Waiting rows={2} />
    ) : (
      <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
    )
  }
  const canAsk = registration?.state === 'APPROVED' && !registration.heldUntil
  const values = { least: inCents(terms.payoutMin, language), percent: percent(terms.cutBps, language) }
  return (
    <>
      {!registration && <p className="quiet">{t('payouts.lead')}</p>}
      {!canAsk && <Standing registration={registration} />}
      <div className="card asking">
        <h2>{t(canAsk ? 'ask.title' : 'ask.funds')}</h2>
        <Funds received={wallet.received} holdDays={terms.holdDays} />
        <p className="quiet">{t('ask.terms', values)}</p>
        {canAsk && (
          <AskForPayout
            terms={terms}
            available={wallet.received.available}
            iban={registration.iban}
            onAsked={onAsked}
          />
        )}
        {terms.isSandbox && <p className="quiet small">{t('ask.sandbox')}</p>}
      </div>
      {canAsk && <Standing registration={registration} />}
    </>
  )
}

/** `asked` rises with each payout that was asked for here. */
function Payouts({ asked }: { asked: number }) {
  const { t } = usePayoutWords()
  const slices = useSlices(PAYOUTS, { first: SLICE })
  useMoves(asked, slices.data?.me?.payouts, slices.startOver)
  return (
    <List
      slices={slices}
      of={slices.data?.me?.payouts}
      empty={<p className="card empty">{t('list.empty')}</p>}
      rows={1}
      hasEnd
    >
      {(payouts) => (
        <ol className="card payouts">
          {payouts.map((payout) => (
            <PayoutRow key={payout.id} payout={payout} />
          ))}
        </ol>
      )}
    </List>
  )
}

/** Read again when a payout was asked for here, or any has gone further than what is shown. */
function useMoves(asked: number, payouts: ShownPayouts | null | undefined, readAgain: () => void): void {
  const [{ data }] = useSubscription({ query: MOVES })
  const told = data?.standingUpdated.payoutSteps
  const isAll = payouts && !payouts.pageInfo.hasNextPage
  const shown = isAll ? payouts.edges.reduce((sum, { node }) => sum + node.steps.length, 0) : null
  const before = useRef({ asked, told })
  const onNews = useEffectEvent(readAgain)
  useEffect(() => {
    const was = before.current
    before.current = { asked, told }
    const isTold = told !== undefined && (shown === null ? was.told !== undefined && was.told !== told : told > shown)
    if (isTold || was.asked !== asked) {
      onNews()
    }
  }, [asked, told, shown])
}
