/** A password for another. Neither is kept here, whatever happens. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { ChangePasswordDocument } from '../../gql/graphql'
import { useSettingsWords } from '../../messages/settings'
import { useWords } from '../../messages/words'
import { announce } from '../announce'
import { Field } from '../Field'
import { Notice, problemText } from '../Notice'
import { SteadyButton } from '../SteadyButton'

const CHANGE = operation(ChangePasswordDocument)

export function Password({ email }: { email: string }) {
  const { t: all } = useWords()
  const { t, n } = useSettingsWords()
  const [present, setPresent] = useState('')
  const [wanted, setWanted] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [done, setDone] = useState('')
  const [{ fetching }, change] = useMutation(CHANGE)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const done = await change({ input: { presentPassword: present, newPassword: wanted } })
    const refused = refusedBy(done)
    setProblem(refused)
    if (!refused) {
      const said = n('password.saved', done.data?.changePassword?.sessionsEnded ?? 0, {})
      setDone(said)
      setPresent('')
      setWanted('')
      announce(said)
    }
  }

  const isPresent = problem?.code === 'WRONG_CREDENTIALS'
  const isNew = problem?.field === 'newPassword'
  return (
    <form className="card part" onSubmit={(event) => void submit(event)} onChange={() => setDone('')}>
      <h2>{t('password.title')}</h2>
      <p className="quiet">{t('password.lead')}</p>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t('password.present')}
        wrong={t('password.present.wrong')}
        refused={isPresent ? t('password.present.refused') : null}
        type="password"
        autoComplete="current-password"
        required
        value={present}
        onValue={setPresent}
      />
      <Field
        label={t('password.new')}
        hint={all('field.password.hint')}
        wrong={all('field.password.wrong')}
        refused={problem && isNew ? problemText(problem, all) : null}
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
        value={wanted}
        onValue={setWanted}
      />
      <Notice problem={isPresent || isNew ? null : problem} />
      <div className="part-end">
        <SteadyButton type="submit" className="button" isBusy={fetching}>
          {t('password.save')}
        </SteadyButton>
        {done && <span className="quiet">{done}</span>}
      </div>
    </form>
  )
}
