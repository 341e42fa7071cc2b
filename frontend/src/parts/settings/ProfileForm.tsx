/** The name that others see, and a few words. What was typed is kept until the server has it. */

import { useId, useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { Link } from 'wouter'
import { operation } from '../../api/documents'
import { refusedBy, type Problem } from '../../api/problems'
import { EditProfileDocument, type ProfilePartsFragment } from '../../gql/graphql'
import { useSettingsWords } from '../../messages/settings'
import { useWords } from '../../messages/words'
import { useEdited } from '../../session/draft'
import { announce } from '../announce'
import { Field } from '../Field'
import { Notice, problemText } from '../Notice'
import { SteadyButton } from '../SteadyButton'

const EDIT = operation(EditProfileDocument)
const MOST_LETTERS = 500
const COUNTED_FROM = 400

export function ProfileForm({ person, email }: { person: ProfilePartsFragment; email: string }) {
  const { t: all } = useWords()
  const { t } = useSettingsWords()
  const aboutId = useId()
  const [name, setName, forgetName] = useEdited(`name ${person.id}`, person.displayName)
  const [about, setAbout, forgetAbout] = useEdited(`about ${person.id}`, person.about)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaved, setSaved] = useState(false)
  const [{ fetching }, edit] = useMutation(EDIT)
  const left = MOST_LETTERS - [...about.trim()].length

  async function submit(event: FormEvent) {
    event.preventDefault()
    const refused = refusedBy(await edit({ input: { displayName: name, about } }))
    setProblem(refused)
    setSaved(!refused)
    if (!refused) {
      forgetName(name)
      forgetAbout(about)
      announce(t('profile.saved'))
    }
  }

  const refusedAt = (field: string) => (problem?.field === field ? problemText(problem, all) : null)
  const isWrong = refusedAt('about') ?? (left < 0 ? t('profile.left', { count: String(left) }) : null)
  return (
    <form className="card part" onSubmit={(event) => void submit(event)} onChange={() => setSaved(false)}>
      <h2>{t('profile.title')}</h2>
      <Field
        label={all('field.displayName')}
        hint={all('field.displayName.hint')}
        wrong={all('field.displayName.wrong')}
        refused={refusedAt('displayName')}
        autoComplete="name"
        dir="auto"
        required
        maxLength={80}
        value={name}
        onValue={setName}
      />
      <div className="field">
        <label htmlFor={aboutId}>{t('profile.about')}</label>
        <textarea
          id={aboutId}
          rows={4}
          dir="auto"
          aria-describedby={`${aboutId}-hint`}
          aria-invalid={isWrong ? true : undefined}
          value={about}
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
        <p id={`${aboutId}-hint`} className={isWrong ? 'field-wrong' : 'field-hint'}>
          {isWrong ??
            (left < MOST_LETTERS - COUNTED_FROM ? t('profile.left', { count: String(left) }) : t('profile.about.hint'))}
        </p>
      </div>
      <Notice problem={problem?.field === 'displayName' || problem?.field === 'about' ? null : problem} />
      <div className="part-end">
        <SteadyButton type="submit" className="button" isBusy={fetching} isOff={left < 0}>
          {t('profile.save')}
        </SteadyButton>
        {isSaved && <span className="quiet">{t('profile.saved')}</span>}
        <Link href={`/@${person.handle}`}>{t('profile.see')}</Link>
      </div>
      <p className="quiet small">{t('profile.fixed', { email })}</p>
    </form>
  )
}
