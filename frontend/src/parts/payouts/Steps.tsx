/** Every step that a payout took, with its time, and why it went back if it did. */

import type { PayoutPartsFragment } from '../../gql/graphql'
import { usePayoutWords } from '../../messages/payouts'
import { dayAndTime } from '../../words/dates'

const OF_THE_BANK = ['account_closed'] as const

export function Steps({ steps }: { steps: PayoutPartsFragment['steps'] }) {
  const { t, language } = usePayoutWords()
  const known = (reason: string) => OF_THE_BANK.find((each) => each === reason)
  return (
    <ol className="steps" aria-label={t('list.steps')}>
      {steps.map(({ state, happenedAt, reason }) => {
        const code = reason ? known(reason) : undefined
        return (
          <li key={state} className={`step step-${state.toLowerCase()}`}>
            <span>{t(`state.${state}`)}</span> <time dateTime={happenedAt}>{dayAndTime(happenedAt, language)}</time>
            {reason && <q dir="auto">{code ? t(`reason.${code}`) : reason}</q>}
          </li>
        )
      })}
    </ol>
  )
}
