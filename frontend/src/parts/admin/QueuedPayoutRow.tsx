/** A payout as an operator sees it: whose, how much to where, what stands in its way, her word. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import {
  ApprovePayoutDocument,
  RejectPayoutDocument,
  ReturnPayoutDocument,
  type PayoutState,
  type QueuedPayoutFragment,
} from '../../gql/graphql'
import { useQueueWords } from '../../messages/queues'
import { useSession } from '../../session/Session'
import { oneWish } from '../../session/oneWish'
import { dayAndTime } from '../../words/dates'
import { exact, inCents } from '../../words/money'
import { percent } from '../../words/numbers'
import { Byline } from '../Byline'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Steps } from '../payouts/Steps'
import type { Heard } from './Queue'
import { Reason } from './Reason'

const APPROVE = operation(ApprovePayoutDocument)
const REJECT = operation(RejectPayoutDocument)
const RETURN = operation(ReturnPayoutDocument)

interface QueuedPayoutRowProps extends Heard {
  payout: QueuedPayoutFragment
}

type Outcome = 'PAID' | 'SENT' | 'APPROVED' | 'RETURNED' | 'REJECTED'

export function QueuedPayoutRow({ payout, onDecided, onStale }: QueuedPayoutRowProps) {
  const { t, language } = useQueueWords()
  const { viewer } = useSession()
  const { id, state, iban, person, heldUntil, accountChanged } = payout
  const [isRefusing, setRefusing] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [approving, approve] = useMutation(APPROVE)
  const [rejecting, reject] = useMutation(REJECT)
  const [returning, takeBack] = useMutation(RETURN)
  const isSending = approving.fetching || rejecting.fetching || returning.fetching
  const net = inCents(payout.net, language)
  const name = person.displayName
  const isOwn = person.id === viewer?.person.id
  const isOpen = state === 'REQUESTED' || state === 'APPROVED'

  function decided(refused: Problem | null, moved: { state: PayoutState } | null | undefined): boolean {
    if (refused?.code === 'WRONG_STATE') {
      onStale(name)
      return false
    }
    setProblem(refused)
    if (!refused && moved) {
      onDecided(t(`payouts.done.${moved.state as Outcome}`, { net, name }))
    }
    return !refused
  }

  async function sayYes() {
    const done = await oneWish(['payout.approve', id], (idempotencyKey) =>
      approve({ input: { payoutId: id, idempotencyKey } }),
    )
    decided(refusedBy(done), done.data?.approvePayout?.payout)
  }

  async function sayNo(reason: string) {
    const refusal = { payoutId: id, reason }
    if (state === 'PAID') {
      const done = await oneWish(['payout.return', id, reason], (idempotencyKey) =>
        takeBack({ input: { ...refusal, idempotencyKey } }),
      )
      return decided(refusedBy(done), done.data?.returnPayout?.payout)
    }
    const done = await oneWish(['payout.reject', id, reason], (idempotencyKey) =>
      reject({ input: { ...refusal, idempotencyKey } }),
    )
    return decided(refusedBy(done), done.data?.rejectPayout?.payout)
  }

  return (
    <li className="card queued">
      <div className="payout-head">
        <Byline person={person} />
        <p>
          <b>{t('payouts.to', { net, iban })}</b>
        </p>
      </div>
      <p className="quiet small">
        {t('payouts.from', {
          amount: exact(payout.amount, language),
          cut: exact(payout.cut, language),
          percent: percent(payout.cutBps, language),
        })}
      </p>
      <Steps steps={payout.steps} />
      {isOpen && accountChanged && <p className="hold">{t('payouts.changed')}</p>}
      {heldUntil && !accountChanged && (
        <p className="hold">{t('payouts.held', { until: dayAndTime(heldUntil, language) })}</p>
      )}
      {isOwn && (isOpen || state === 'PAID') && <p className="quiet">{t('payouts.own')}</p>}
      <Notice problem={problem} />
      {isRefusing && !isOwn ? (
        <Reason
          name={`refuse.${id}`}
          label={t(state === 'PAID' ? 'payouts.return.reason' : 'reject.reason', { name })}
          submit={t(state === 'PAID' ? 'payouts.return.submit' : 'reject.submit')}
          isSending={isSending}
          onReason={sayNo}
          onNever={() => setRefusing(false)}
        />
      ) : (
        !isOwn && (
          <div className="ask-ways">
            {state === 'REQUESTED' && !accountChanged && !heldUntil && (
              <SteadyButton
                className="button"
                isBusy={isSending}
                aria-label={t('payouts.approve.label', { net, name })}
                onClick={() => void sayYes()}
              >
                {t('payouts.approve', { net })}
              </SteadyButton>
            )}
            {(isOpen || state === 'PAID') && (
              <SteadyButton
                className="button-quiet"
                isOff={isSending}
                aria-label={t(state === 'PAID' ? 'payouts.return.label' : 'payouts.reject.label', { net, name })}
                autoFocus={isRefusing === false}
                onClick={() => setRefusing(true)}
              >
                {t(state === 'PAID' ? 'payouts.return' : 'reject')}
              </SteadyButton>
            )}
          </div>
        )
      )}
    </li>
  )
}
