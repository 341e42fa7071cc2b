/** Becoming a person here. What was typed stays, whatever the server says; the password alone is not kept. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { Link, useLocation, useSearch } from 'wouter'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { SignUpDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Field } from '../parts/Field'
import { Notice, problemText } from '../parts/Notice'
import { SteadyButton } from '../parts/SteadyButton'
import { useDraft } from '../session/draft'
import { useSession } from '../session/Session'
import { goOn, nextPath } from '../session/afterSignIn'

const SIGN_UP = operation(SignUpDocument)
const FIELDS = ['email', 'password', 'handle', 'displayName']

/** The field that a refusal is about: two codes name theirs. */
function fieldOf(problem: Problem | null): string | null {
  if (problem?.code === 'HANDLE_TAKEN') {
    return 'handle'
  }
  return problem?.code === 'EMAIL_TAKEN' ? 'email' : (problem?.field ?? null)
}

export function SignUpPage() {
  const { t } = useWords()
  const { came } = useSession()
  const search = useSearch()
  const [, go] = useLocation()
  const [displayName, setDisplayName] = useDraft('displayName')
  const [handle, setHandle] = useDraft('handle')
  const [email, setEmail] = useDraft('email')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, signUp] = useMutation(SIGN_UP)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const refused = refusedBy(await signUp({ input: { email, password, handle, displayName } }))
    setProblem(refused)
    if (!refused) {
      came()
      goOn(nextPath(search, '/feed'), go)
    }
  }

  const place = fieldOf(problem)
  const refusedAt = (name: string) => (problem && place === name ? problemText(problem, t) : null)
  return (
    <section className="card sign">
      <h1>{t('sign.up.title')}</h1>
      <p className="quiet">{t('sign.up.lead')}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Field
          label={t('field.displayName')}
          hint={t('field.displayName.hint')}
          wrong={t('field.displayName.wrong')}
          refused={refusedAt('displayName')}
          autoComplete="name"
          required
          maxLength={80}
          value={displayName}
          onValue={setDisplayName}
        />
        <Field
          label={t('field.handle')}
          hint={t('field.handle.hint')}
          wrong={t('field.handle.wrong')}
          refused={refusedAt('handle')}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          required
          pattern="[a-z0-9_]{2,30}"
          value={handle}
          onValue={(typed) => setHandle(typed.toLowerCase())}
        />
        <Field
          label={t('field.email')}
          hint={t('field.email.hint')}
          wrong={t('field.email.wrong')}
          refused={refusedAt('email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onValue={setEmail}
        />
        <Field
          label={t('field.password')}
          hint={t('field.password.hint')}
          wrong={t('field.password.wrong')}
          refused={refusedAt('password')}
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          value={password}
          onValue={setPassword}
        />
        <Notice problem={place && FIELDS.includes(place) ? null : problem} />
        <SteadyButton type="submit" className="button wide" isBusy={fetching}>
          {t('sign.up.submit')}
        </SteadyButton>
      </form>
      <p className="centre">
        {t('sign.up.other')} <Link href={`/sign-in${search && `?${search}`}`}>{t('nav.signIn')}</Link>
      </p>
    </section>
  )
}
