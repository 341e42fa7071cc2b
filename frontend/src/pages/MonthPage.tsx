/** One's own month: the pot, what shares it, and what of it goes on. */

import { Suspense } from 'react'
import { Link } from 'wouter'
import { operation } from '../api/documents'
import { MyMonthDocument, type WalletPartsFragment } from '../gql/graphql'
import { useWords } from '../messages/words'
import { later } from '../parts/later'
import { LikedRow } from '../parts/LikedRow'
import { List } from '../parts/List'
import { Membership } from '../parts/Membership'
import { PassingOn } from '../parts/PassingOn'
import { Ring } from '../parts/Ring'
import { Waiting } from '../parts/Waiting'
import { useSlices } from '../session/slices'
import { useWallet } from '../session/wallet'
import { monthName, runningMonth } from '../words/dates'
import { about, inCents } from '../words/money'

const MyMonths = later(() => import('../parts/results/MyMonths'), 'MyMonths')
const MONTH = operation(MyMonthDocument)
const SLICE = 50

export function MonthPage() {
  const { t, language } = useWords()
  const wallet = useWallet()
  return (
    <section className="column">
      <h1>
        {t('month.title')} <span className="quiet">{monthName(wallet?.month ?? runningMonth(), language)}</span>
      </h1>
      {wallet ? <Pot giving={wallet.giving} /> : <Waiting rows={1} />}
      {wallet?.giving.pot.micros === '0' && <Membership />}
      <Likes key={wallet?.month} month={wallet?.month} />
      {wallet?.closedMonth && (
        <Suspense fallback={<Waiting rows={1} />}>
          <MyMonths closedMonth={wallet.closedMonth} />
        </Suspense>
      )}
    </section>
  )
}

function Pot({ giving: { pot, likeCount, share } }: { giving: WalletPartsFragment['giving'] }) {
  const { t, n, language } = useWords()
  const potText = inCents(pot, language)
  const shareText = about(share, language)
  const isEmpty = pot.micros === '0'
  return (
    <div className="card pot">
      <Ring count={likeCount} label={n('month.ring.label', likeCount, { pot: potText, share: shareText })}>
        <b className="ring-sum">{potText}</b>
        <span>{t('month.pot')}</span>
      </Ring>
      <div>
        <p className="pot-share">{isEmpty ? n('month.likes', likeCount, {}) : t('month.each', { share: shareText })}</p>
        {!isEmpty && <p>{n('month.likes', likeCount, {})}</p>}
        <p className="quiet">{isEmpty ? t('month.noPot') : t('month.lead')}</p>
      </div>
    </div>
  )
}

function Likes({ month }: { month: string | undefined }) {
  const { t } = useWords()
  const slices = useSlices(MONTH, month === undefined ? null : { first: SLICE, month })
  const me = slices.data?.me
  return (
    <>
      {me && <PassingOn forwarding={me.forwarding} />}
      {me && <h2 className="section-title">{t('month.list')}</h2>}
      <List slices={slices} of={me?.likes} empty={<NoLikes />} hasEnd>
        {(likes) => (
          <ol className="card liked">
            {likes.map((like) => (
              <LikedRow key={like.id} like={like} />
            ))}
          </ol>
        )}
      </List>
    </>
  )
}

function NoLikes() {
  const { t } = useWords()
  return (
    <div className="card empty">
      <p>{t('month.empty')}</p>
      <Link href="/feed" className="button">
        {t('month.toFeed')}
      </Link>
    </div>
  )
}
