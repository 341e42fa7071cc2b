/** The way to the pages. On a phone it lies at the bottom, under the thumb. */

import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../messages/words'
import { useSession } from '../session/Session'
import { useUnseenMove } from '../session/wallet'
import { ConsoleIcon, FeedIcon, HeartIcon, LinkIcon, MonthIcon, PersonIcon, WalletIcon } from './icons'

interface ItemProps {
  to: string
  icon: ReactNode
  /** What is new there, if something is. */
  news?: string | null
  children: string
}

function Item({ to, icon, news, children }: ItemProps) {
  return (
    <li>
      <Link href={to} className={(isHere) => (isHere ? 'nav-item here' : 'nav-item')}>
        {icon}
        <span>{children}</span>
        {news && (
          <span className="nav-news">
            <span className="unseen">{news}</span>
          </span>
        )}
      </Link>
    </li>
  )
}

function WalletItem() {
  const { t } = useWords()
  const [here] = useLocation()
  const hasMoved = useUnseenMove(here === '/wallet')
  return (
    <Item to="/wallet" icon={<WalletIcon />} news={hasMoved ? t('nav.wallet.moved') : null}>
      {t('nav.wallet')}
    </Item>
  )
}

export function Navigation() {
  const { t } = useWords()
  const { viewer } = useSession()
  return (
    <nav className="nav" aria-label={t('app.navigation')}>
      <ul>
        <Item to="/feed" icon={<FeedIcon />}>
          {t('nav.feed')}
        </Item>
        <Item to="/page" icon={<LinkIcon />}>
          {t('nav.like')}
        </Item>
        {viewer && (
          <>
            <Item to="/month" icon={<MonthIcon />}>
              {t('nav.month')}
            </Item>
            <WalletItem />
            <Item to={`/@${viewer.handle}`} icon={<PersonIcon />}>
              {t('nav.profile')}
            </Item>
          </>
        )}
        {viewer?.isOperator && (
          <Item to="/admin" icon={<ConsoleIcon />}>
            {t('nav.console')}
          </Item>
        )}
        {viewer === null && (
          <>
            <Item to="/sign-in" icon={<PersonIcon />}>
              {t('nav.signIn')}
            </Item>
            <Item to="/sign-up" icon={<HeartIcon isFull={false} />}>
              {t('nav.signUp')}
            </Item>
          </>
        )}
      </ul>
    </nav>
  )
}
