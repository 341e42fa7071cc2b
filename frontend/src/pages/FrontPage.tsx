/** The idea in one screen, and what has come of it here. */

import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { FrontPageDocument, type FrontPageQuery } from '../gql/graphql'
import { useWords } from '../messages/words'
import { Ring } from '../parts/Ring'
import { useSession } from '../session/Session'
import { about, exact } from '../words/money'

const FRONT = operation(FrontPageDocument)
const FIVE_MICROS = 5_000_000n
const MOST_LIKES = 40

export function FrontPage() {
  const { t } = useWords()
  const { viewer } = useSession()
  const [{ data }] = useQuery({ query: FRONT, requestPolicy: 'cache-and-network' })
  return (
    <div className="front">
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
        <TryRing currency={data?.economy?.paidIn.currency ?? 'USD'} />
      </section>
      <section className="ideas">
        {([1, 2, 3] as const).map((number) => (
          <article key={number}>
            <h2>{t(`front.idea${number}.title`)}</h2>
            <p>{t(`front.idea${number}.text`)}</p>
          </article>
        ))}
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

type Economy = NonNullable<FrontPageQuery['economy']>

function Totals({ economy }: { economy: Economy }) {
  const { t, language } = useWords()
  const number = new Intl.NumberFormat(language)
  const money = (name: 'paidIn' | 'shared' | 'passedOn' | 'paidOut' | 'waiting') =>
    about(BigInt(economy[name].micros), economy[name].currency, language)
  const rows = [
    [number.format(economy.people), t('front.people')],
    [number.format(economy.supporters), t('front.supporters')],
    [number.format(economy.monthsClosed), t('front.months')],
    [money('paidIn'), t('front.paidIn')],
    [money('shared'), t('front.shared')],
    [money('passedOn'), t('front.passedOn')],
    [money('paidOut'), t('front.paidOut')],
    [money('waiting'), t('front.waiting')],
  ] as const
  return (
    <section className="totals">
      <h2>{t('front.totals')}</h2>
      <dl>
        {rows.map(([value, name]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
