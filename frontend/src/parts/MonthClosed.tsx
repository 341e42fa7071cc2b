/** Tells that a month is being closed, and that it has been: once, also to who was away meanwhile. */

import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../messages/words'
import { forGood } from '../session/kept'
import { useWallet } from '../session/wallet'
import { monthName } from '../words/dates'

const KEPT_AS = 'likewise.closed.'
const NONE = 'none'

export function MonthClosed({ viewerId }: { viewerId: string }) {
  const { t, language } = useWords()
  const [here] = useLocation()
  const wallet = useWallet()
  const [seen, setSeen] = useState(() => forGood.get(KEPT_AS + viewerId))
  const [began, setBegan] = useState<string | null>(null)
  const closed = wallet ? (wallet.closedMonth ?? NONE) : null
  const month = wallet?.month ?? null

  useEffect(() => {
    const isSeen = closed !== null && (seen === null || here === `/month/${closed}`)
    if (isSeen && seen !== closed) {
      forGood.keep(KEPT_AS + viewerId, closed)
      setSeen(closed)
    }
  }, [closed, seen, here, viewerId])
  useEffect(() => setBegan((before) => before ?? month), [month])

  if (closed === null || month === null || seen === null) {
    return null
  }
  if (closed !== seen) {
    const dismiss = () => {
      forGood.keep(KEPT_AS + viewerId, closed)
      setSeen(closed)
    }
    return (
      <p className="banner" role="status">
        {t('month.closed', { month: monthName(closed, language) })}{' '}
        <Link href={`/month/${closed}`}>{t('month.closed.see')}</Link>{' '}
        <button type="button" className="button-plain" onClick={dismiss}>
          {t('month.closed.later')}
        </button>
      </p>
    )
  }
  if (began !== null && began !== month && (closed === NONE || closed < began)) {
    const months = { month: monthName(began, language), next: monthName(month, language) }
    return (
      <p className="banner" role="status">
        {t('month.closing', months)}
      </p>
    )
  }
  return null
}
