/** Where one is signed in, and the way to end that. */

import { useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { EndSessionDocument, type SessionPartsFragment } from '../../gql/graphql'
import { useSettingsWords } from '../../messages/settings'
import { dayAndTime } from '../../words/dates'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'

const END = operation(EndSessionDocument)

export function Sessions({ sessions }: { sessions: SessionPartsFragment[] }) {
  const { t } = useSettingsWords()
  return (
    <div className="card part">
      <h2>{t('sessions.title')}</h2>
      <ul className="sessions">
        {sessions.map((each) => (
          <Row key={each.id} session={each} />
        ))}
      </ul>
    </div>
  )
}

function Row({ session }: { session: SessionPartsFragment }) {
  const { t, language } = useSettingsWords()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, end] = useMutation(END)
  const moment = dayAndTime(session.createdAt, language)

  async function finish() {
    const refused = refusedBy(await end({ input: { sessionId: session.id } }))
    setProblem(refused)
    if (!refused) {
      announce(t('sessions.ended'))
    }
  }

  return (
    <li>
      <div>
        <b>{t(session.inUse ? 'sessions.here' : 'sessions.other')}</b>
        <p className="quiet small">
          {t('sessions.since', { moment })}, {t('sessions.until', { moment: dayAndTime(session.expiresAt, language) })}
        </p>
        <Notice problem={problem} />
      </div>
      {!session.inUse && (
        <SteadyButton
          className="button-quiet"
          isBusy={fetching}
          aria-label={t('sessions.end.label', { moment })}
          onClick={() => void finish()}
        >
          {t('sessions.end')}
        </SteadyButton>
      )}
    </li>
  )
}
