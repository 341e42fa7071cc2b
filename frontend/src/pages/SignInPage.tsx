/** Signing in. The server sets the session's cookie; nothing of it is kept here. */

import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { Link, useLocation, useSearch } from 'wouter'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { SignInDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Field } from '../parts/Field'
import { Notice } from '../parts/Notice'
import { SteadyButton } from '../parts/SteadyButton'
import { useDraft } from '../session/draft'
import { useSession } from '../session/Session'
import { goOn, nextPath } from '../session/afterSignIn'

const SIGN_IN = operation(SignInDocument)

export function SignInPage() {
  const { t } = useWords()
  const { came } = useSession()
  const search = useSearch()
  const [, go] = useLocation()
  const [email, setEmail] = useDraft('email')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [{ fetching }, signIn] = useMutation(SIGN_IN)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const refused = refusedBy(await signIn({ input: { email, password } }))
    setProblem(refused)
    if (!refused) {
      came()
      goOn(nextPath(search, '/feed'), go)
    }
  }

  return (
    <section className="card sign">
      <h1>{t('sign.in.title')}</h1>
      <p className="quiet">{t('sign.in.lead')}</p>
      <form onSubmit={(event) => void submit(event)}>
        <Field
          label={t('field.email')}
          wrong={t('field.email.wrong')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onValue={setEmail}
        />
        <Field
          label={t('field.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onValue={setPassword}
        />
        <Notice problem={problem} />
        <SteadyButton type="submit" className="button wide" isBusy={fetching}>
          {t('sign.in.submit')}
        </SteadyButton>
      </form>
      <p className="centre">
        {t('sign.in.other')} <Link href={`/sign-up${search && `?${search}`}`}>{t('nav.signUp')}</Link>
      </p>
    </section>
  )
}
