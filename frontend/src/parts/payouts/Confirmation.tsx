/** What would become of a payout, in the server's numbers, and whether it is meant. */

import { useEffect, useRef } from 'react'
import type { Problem } from '../../api/problems'
import type { PreviewPayoutQuery } from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import { inCents } from '../../words/money'
import { percent } from '../../words/numbers'
import { Amount } from '../Amount'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'

interface ConfirmationProps {
  preview: NonNullable<PreviewPayoutQuery['payoutPreview']>
  iban: string
  isAsking: boolean
  problem: Problem | null
  onYes: () => void
  onNo: () => void
}

export function Confirmation({ preview, iban, isAsking, problem, onYes, onNo }: ConfirmationProps) {
  const { t, language } = usePayoutWords()
  const title = useRef<HTMLHeadingElement>(null)
  const { amount, cut, net, cutBps } = preview
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="confirmation">
      <h3 ref={title} tabIndex={-1}>
        {t('confirm.title')}
      </h3>
      <dl className="sum">
        <div>
          <dt>{t('confirm.amount')}</dt>
          <dd>
            <Amount money={amount} />
          </dd>
        </div>
        <div>
          <dt>{t('confirm.cut', { percent: percent(cutBps, language) })}</dt>
          <dd>
            −<Amount money={cut} />
          </dd>
        </div>
        <div className="sum-total">
          <dt>{t('confirm.net', { iban })}</dt>
          <dd>
            <Amount money={net} />
          </dd>
        </div>
      </dl>
      <Notice problem={problem} />
      <div className="ask-ways">
        <SteadyButton className="button" isBusy={isAsking} onClick={onYes}>
          {t('confirm.submit', { net: inCents(net, language) })}
        </SteadyButton>
        <SteadyButton className="button-quiet" isOff={isAsking} onClick={onNo}>
          {t('confirm.back')}
        </SteadyButton>
      </div>
    </div>
  )
}
