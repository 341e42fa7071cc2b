/** The idea in one screen, and what has come of it here. */

import { lazy, Suspense, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { NO_CONNECTION } from '../api/problems'
import { FrontPageDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Notice } from '../parts/Notice'
import { Ring } from '../parts/Ring'
import { Totals } from '../parts/Totals'
import { Waiting } from '../parts/Waiting'
import { WhenNear } from '../parts/WhenNear'
import { useSession } from '../session/Session'
import { exact } from '../words/money'

const FRONT = operation(FrontPageDocument)
const Calculator = lazy(async () => {
  const loaded = await import('../parts/Calculator').catch(() => null)
  return { default: loaded?.Calculator ?? NoCalculator }
})
const FIVE_MICROS = 5_000_000n
const MOST_LIKES = 40

export function FrontPage() {
  const { t } = useWords()
  const { viewer } = useSession()
  const [{ data }] = useQuery({ query: FRONT, requestPolicy: 'cache-and-network' })
  const currency = data?.economy?.paidIn.currency ?? 'USD'
  return (
    <div>
      <section className="hero">
        <div>
          <h1>{t('front.title')}</h1>
          <p className="lead">{t('front.lead')}</p>
          <p className="hero-ways">
            <Link href={viewer ? '/month' : '/sign-up'} className="button">
              {viewer ? t('front.yourMonth') : t('front.start')}
            </Link>
            <Link href="/feed" className="button-quiet">
              {viewer ? t('nav.feed') : t('front.look')}
            </Link>
          </p>
        </div>
        <TryRing currency={currency} />
      </section>
      <section className="ideas">
        {([1, 2, 3] as const).map((number) => (
          <article key={number}>
            <h2>{t(`front.idea${number}.title`)}</h2>
            <p>{t(`front.idea${number}.text`)}</p>
          </article>
        ))}
      </section>
      <section className="what-if">
        <h2>{t('front.calculator')}</h2>
        <p className="quiet">{t('front.calculator.lead')}</p>
        <WhenNear before={<div className="card what-if-place" />}>
          <Suspense fallback={<Waiting rows={1} />}>
            <Calculator currency={currency} />
          </Suspense>
        </WhenNear>
      </section>
      {data?.economy && <Totals economy={data.economy} />}
    </div>
  )
}

/** Five units, divided as one moves the slider: the rule of the split, hop 0. */
function TryRing({ currency }: { currency: string }) {
  const { t, n, language } = useWords()
  const [count, setCount] = useState(16)
  const share = exact({ micros: String(FIVE_MICROS / BigInt(count)), currency }, language)
  const label = t('front.ring.label', { count: String(count), share })
  return (
    <div className="try-ring">
      <Ring count={count} label={label}>
        <b className="ring-sum">{share}</b>
        <span>{t('front.ring.each', { count: String(count) })}</span>
      </Ring>
      <label>
        <input
          type="range"
          min={1}
          max={MOST_LIKES}
          value={count}
          aria-valuetext={label}
          onChange={(event) => setCount(Number(event.currentTarget.value))}
        />
        <span>{n('front.ring.try', count, {})}</span>
      </label>
    </div>
  )
}

/** Its file did not come: all else is here. */
function NoCalculator() {
  return <Notice problem={NO_CONNECTION} onRetry={() => window.location.reload()} />
}
