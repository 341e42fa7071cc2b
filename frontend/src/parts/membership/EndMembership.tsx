/** Ending the standing order: what that means first, and then asked once more. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { CancelMembershipDocument } from '../../gql/graphql'
import { useMembershipWords } from '../../messages/membership'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'

const CANCEL = operation(CancelMembershipDocument)

export function EndMembership() {
  const { t } = useMembershipWords()
  const [isAsked, setAsked] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, cancel] = useMutation(CANCEL)

  async function end() {
    const refused = refusedBy(await cancel({}))
    setProblem(refused)
    if (!refused) {
      announce(t('membership.ended'))
    }
  }

  return (
    <div className="card member-form">
      <h2>{t('membership.end')}</h2>
      <p className="quiet">{t('membership.end.text')}</p>
      <Notice problem={problem} />
      <div className="ask-ways">
        {isAsked ? (
          <>
            <SteadyButton className="button-quiet danger" isBusy={fetching} onClick={() => void end()}>
              {t('membership.end.submit')}
            </SteadyButton>
            <SteadyButton
              className="button-quiet"
              autoFocus
              isOff={fetching}
              onClick={() => setAsked(false)}
            >
              {t('membership.end.keep')}
            </SteadyButton>
          </>
        ) : (
          <button type="button" className="button-quiet" onClick={() => setAsked(true)}>
            {t('membership.end.ask')}
          </button>
        )}
      </div>
    </div>
  )
}
