/** One's own money, live. Money and what is none yet stand apart. */

import { Suspense, useEffect, useRef, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import type { WalletPartsFragment } from '../gql/graphql'
import { lineNow, watchLine } from '../api/socket'
import { useWords } from '../messages/words'
import { Amount } from '../parts/Amount'
import { announce } from '../parts/announce'
import { later } from '../parts/later'
import { Membership } from '../parts/Membership'
import { Moving } from '../parts/Moving'
import { Waiting } from '../parts/Waiting'
import { useWallet } from '../session/wallet'
import { inCents, signed, type Money } from '../words/money'

const History = later(() => import('../parts/history/History'), 'History')
const ANNOUNCED_AFTER_MILLISECONDS = 2000

export function WalletPage() {
  const { t } = useWords()
  const wallet = useWallet()
  return (
    <section className="column">
      <h1>
        {t('wallet.title')} <LineState />
      </h1>
      {wallet ? <Balances wallet={wallet} /> : <Waiting />}
      <Membership />
      {wallet && (
        <Suspense fallback={<Waiting rows={1} />}>
          <History version={wallet.version} />
        </Suspense>
      )}
    </section>
  )
}

function LineState() {
  const { t } = useWords()
  const line = useSyncExternalStore(watchLine, lineNow)
  const words = { open: t('wallet.live'), connecting: t('wallet.connecting'), lost: t('wallet.lost'), over: t('wallet.over') }
  return <span className={`line line-${line}`}>{words[line]}</span>
}

function Balances({ wallet }: { wallet: WalletPartsFragment }) {
  const { t, n, language } = useWords()
  // With a month, what it would bring and give begins anew.
  const { budget, received, projection, giving, closedMonth } = wallet
  useMovesTold(wallet)
  return (
    <div className="wallet">
      <div className="card received">
        <Balance title={t('wallet.received')} money={received.available} text={t('wallet.received.text')} />
        <p className="way-out">
          <Link href="/payouts">{t('wallet.payOut')}</Link>
        </p>
        <dl className="aside">
          <Part title={t('wallet.held')} money={received.held} text={t('wallet.held.text')} />
          {received.inFlight.micros !== '0' && <Part title={t('wallet.inFlight')} money={received.inFlight} />}
        </dl>
      </div>
      <div className="card">
        <Balance title={t('wallet.budget')} money={budget} text={t('wallet.budget.text')} />
      </div>
      <div className="card projection">
        <Balance key={closedMonth} title={t('wallet.projection')} money={projection} text={t('wallet.projection.text')} />
      </div>
      <div className="card">
        <Balance
          key={closedMonth}
          title={t('wallet.giving')}
          money={giving.pot}
          text={n('wallet.giving.text', giving.likeCount, { pot: inCents(giving.pot, language) })}
        />
      </div>
    </div>
  )
}

/** A balance that glows for a moment when it has moved. */
function Balance({ title, money, text }: { title: string; money: Money; text: string }) {
  return (
    <>
      <h2>{title}</h2>
      <Moving value={money.micros} className="balance">
        <Amount money={money} />
      </Moving>
      <Change money={money} />
      <p className="quiet">{text}</p>
    </>
  )
}

function Part({ title, money, text }: { title: string; money: Money; text?: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <Amount money={money} />
        <Change money={money} />
      </dd>
      {text && <dd className="quiet small">{text}</dd>}
    </div>
  )
}

/** How much more or less it is than when one came. */
function Change({ money: { micros, currency } }: { money: Money }) {
  const { t, language } = useWords()
  const first = useRef(micros)
  const change = BigInt(micros) - BigInt(first.current)
  return change === 0n ? null : (
    <p className="change-since">
      {t('wallet.change', { change: signed({ micros: String(change), currency }, language) })}
    </p>
  )
}

/** Say that the wallet moved, once it rests, to who does not see it. */
function useMovesTold(wallet: WalletPartsFragment): void {
  const { t, language } = useWords()
  const first = useRef(wallet.cursor)
  useEffect(() => {
    if (wallet.cursor === first.current) {
      return
    }
    const timer = setTimeout(() => {
      const projection = inCents(wallet.projection, language)
      const received = inCents(wallet.received.available, language)
      announce(t('wallet.moved', { projection, received }))
    }, ANNOUNCED_AFTER_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [wallet, t, language])
}
