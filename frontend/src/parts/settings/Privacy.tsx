/** Whether others see what one likes, and what they see anyway. */

import { useEffect, useId, useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { SetPrivacyDocument } from '../../gql/graphql'
import { useSettingsWords } from '../../messages/settings'
import { announce } from '../announce'
import { Notice } from '../Notice'

const SET = operation(SetPrivacyDocument)
const AUDIENCES = ['everybody', 'you', 'operators'] as const

export function Privacy({ showsLikes }: { showsLikes: boolean }) {
  const { t } = useSettingsWords()
  const textId = useId()
  const [wish, setWish] = useState<boolean | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, set] = useMutation(SET)

  useEffect(() => setWish(null), [showsLikes])

  async function choose(wanted: boolean) {
    setWish(wanted)
    const refused = refusedBy(await set({ input: { showsLikes: wanted } }))
    setProblem(refused)
    if (refused) {
      setWish(null)
    } else {
      announce(t(wanted ? 'privacy.shown' : 'privacy.hidden'))
    }
  }

  return (
    <div className="card part" id="privacy">
      <h2>{t('privacy.title')}</h2>
      <div className="switch">
        <label>
          <input
            type="checkbox"
            checked={wish ?? showsLikes}
            aria-describedby={textId}
            onChange={(event) => fetching || void choose(event.currentTarget.checked)}
          />
          <b>{t('privacy.show')}</b>
        </label>
        <p id={textId} className="quiet">
          {t('privacy.show.text')}
        </p>
      </div>
      <Notice problem={problem} />
      <dl className="audiences">
        {AUDIENCES.map((each) => (
          <div key={each}>
            <dt>{t(`privacy.${each}`)}</dt>
            <dd>{t(`privacy.${each}.text`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
