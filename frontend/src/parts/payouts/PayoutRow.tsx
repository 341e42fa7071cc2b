/** One payout of one's own: what arrives, and the way that it has come. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { CancelPayoutDocument, type PayoutPartsFragment } from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import { oneWish } from '../../session/oneWish'
import { dayAndTime } from '../../words/dates'
import { exact, inCents } from '../../words/money'
import { percent } from '../../words/numbers'
import { announce, useChangeTold } from '../announce'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Steps } from './Steps'

const CANCEL = operation(CancelPayoutDocument)

export function PayoutRow({ payout }: { payout: PayoutPartsFragment }) {
  const { t, language } = usePayoutWords()
  const { id, state, iban, heldUntil, accountChanged, steps } = payout
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, cancel] = useMutation(CANCEL)
  const net = inCents(payout.net, language)
  const moved = state === 'CANCELLED' ? undefined : state // that she did herself, and was told
  useChangeTold(moved, t('list.moved', { net, iban, state: t(`state.${state}`) }))
  const waits = state === 'REQUESTED' || state === 'APPROVED'

  async function takeBack() {
    const done = await oneWish(['payout.cancel', id], (idempotencyKey) =>
      cancel({ input: { payoutId: id, idempotencyKey } }),
    )
    const refused = refusedBy(done)
    setProblem(refused)
    if (!refused) {
      announce(t('list.cancelled'))
    }
  }

  return (
    <li className="payout">
      <div className="payout-head">
        <p>
          <b>{t('list.of', { net, iban })}</b>
        </p>
        <span className={`badge badge-${state.toLowerCase()}`}>{t(`state.${state}`)}</span>
      </div>
      <p className="quiet small">
        {t('list.from', {
          amount: exact(payout.amount, language),
          cut: exact(payout.cut, language),
          percent: percent(payout.cutBps, language),
        })}
      </p>
      <Steps steps={steps} />
      {waits && accountChanged && <p className="hold">{t('list.changed')}</p>}
      {heldUntil && !accountChanged && (
        <p className="hold">{t('list.held', { until: dayAndTime(heldUntil, language) })}</p>
      )}
      <Notice problem={problem} />
      {state === 'REQUESTED' && (
        <SteadyButton
          className="button-quiet"
          isBusy={fetching}
          aria-label={t('list.cancel.label', { net })}
          onClick={() => void takeBack()}
        >
          {t('list.cancel')}
        </SteadyButton>
      )}
    </li>
  )
}
