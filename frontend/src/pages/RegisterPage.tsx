/** Papers for payouts, in steps that lose nothing: each has an address, so one can go back and forth. */

import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import { Link, useLocation, useSearch } from 'wouter'
import { operation } from '../api/documents'
import { problemOf, refusedBy, type Problem } from '../api/problems'
import { MyRegistrationDocument, RegisterForPayoutsDocument, type MyRegistrationQuery } from '../gql/graphql'
import '../look/payouts.css'
import '../look/standing.css'
import { usePayoutWords } from '../messages/payouts'
import { announce } from '../parts/announce'
import { Notice } from '../parts/Notice'
import { CheckPapers } from '../parts/payouts/CheckPapers'
import { FIELDS, STEP_OF, STEPS, stepFor, usePapersDraft, type PapersField, type Step } from '../parts/payouts/papers'
import { PapersFields } from '../parts/payouts/PapersFields'
import { SteadyButton } from '../parts/SteadyButton'
import { Waiting } from '../parts/Waiting'
import { useSession } from '../session/Session'
import { isIban } from '../words/iban'

const MINE = operation(MyRegistrationDocument)
const REGISTER = operation(RegisterForPayoutsDocument)
const HERE = '/payouts/register'

export function RegisterPage() {
  const { t } = usePayoutWords()
  const [{ data, error, fetching }, ask] = useQuery({ query: MINE, requestPolicy: 'cache-and-network' })
  return (
    <section className="column">
      <h1>{t('register.title')}</h1>
      {data?.me ? (
        <PapersForm data={data} />
      ) : fetching ? (
        <Waiting rows={1} />
      ) : (
        <Notice problem={problemOf(error)} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      )}
    </section>
  )
}

function PapersForm({ data }: { data: MyRegistrationQuery }) {
  const { t, n } = usePayoutWords()
  const { viewer } = useSession()
  const [, go] = useLocation()
  const wanted = new URLSearchParams(useSearch()).get('step')
  const standing = data.me?.registration ?? null
  const { papers, set, forget } = usePapersDraft(viewer?.handle ?? '', standing)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [known] = useState(standing?.submittedAt)
  const [{ fetching }, register] = useMutation(REGISTER)
  const step = stepFor(wanted, papers)
  const number = STEPS.indexOf(step)
  const title = useHeadingOfStep(step)
  const place = FIELDS.find((field) => field === problem?.field)
  const open = (to: Step) => go(`${HERE}?step=${to}`)

  async function handIn() {
    const done = await register({ input: papers })
    const refused = refusedBy(done)
    setProblem(refused)
    const field = FIELDS.find((each) => each === refused?.field)
    if (field) {
      open(STEP_OF[field])
    }
    if (!refused) {
      forget()
      go('/payouts')
      announce(t(done.data?.registerForPayouts?.registration?.state === 'APPROVED' ? 'register.saved' : 'register.done'))
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (step === 'check') {
      void handIn()
    } else if (step === 'bank' && !isIban(papers.iban)) {
      setProblem({ code: 'INVALID_INPUT', message: '', field: 'iban', retryAfterSeconds: null })
    } else {
      setProblem(null)
      open(STEPS[number + 1] ?? 'check')
    }
  }

  function refusedAt(field: PapersField) {
    if (!problem || place !== field) {
      return null
    }
    return t(field === 'country' ? 'papers.country.none' : `papers.${field}.wrong`)
  }

  return (
    <form className="card register" onSubmit={submit}>
      <ol className="progress" aria-hidden>
        {STEPS.map((each, index) => (
          <li key={each} className={index <= number ? 'done' : undefined} />
        ))}
      </ol>
      <p className="quiet small">{t('register.step', { number: String(number + 1), count: String(STEPS.length) })}</p>
      <h2 ref={title} tabIndex={-1}>
        {t(`register.${step}`)}
      </h2>
      {standing && step === 'who' && <p className="quiet">{t('register.anew')}</p>}
      {step === 'check' ? (
        <CheckPapers papers={papers} onEdit={open} />
      ) : (
        <PapersFields
          step={step}
          papers={papers}
          refusedAt={refusedAt}
          onValue={(field, text) => {
            set(field, text)
            setProblem(place === field ? null : problem)
          }}
        />
      )}
      {step === 'bank' && data.terms?.isSandbox && <p className="quiet small">{t('papers.iban.sandbox')}</p>}
      {step === 'check' && standing?.state === 'APPROVED' && data.terms && (
        <p className="quiet">{n('register.approvedBefore', data.terms.bankHoldHours, {})}</p>
      )}
      <Notice problem={place ? null : problem} />
      {standing && standing.submittedAt !== known && !fetching && (
        <div className="hold" role="status">
          <p>{t('register.meanwhile')}</p>
          <Link href="/payouts">{t('register.see')}</Link>
        </div>
      )}
      <div className="ask-ways">
        <SteadyButton type="submit" className="button" isBusy={fetching}>
          {t(step === 'check' ? 'register.submit' : 'register.next')}
        </SteadyButton>
        {number > 0 && (
          <button type="button" className="button-quiet" onClick={() => open(STEPS[number - 1] ?? 'who')}>
            {t('register.back')}
          </button>
        )}
      </div>
      <p className="quiet small">{t('register.kept')}</p>
    </form>
  )
}

/** A new step is read from its heading; the first one as any page is. */
function useHeadingOfStep(step: Step) {
  const title = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) {
      before.current = step
      title.current?.focus()
    }
  }, [step])
  return title
}
