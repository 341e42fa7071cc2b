/** The few icons. Each stands beside words, so none of them is read out. */

import type { ReactNode } from 'react'

function Icon({ children, isFull = false }: { children: ReactNode; isFull?: boolean }) {
  return (
    <svg className={`icon ${isFull ? 'icon-full' : ''}`} viewBox="0 0 24 24" aria-hidden focusable="false">
      {children}
    </svg>
  )
}

export function HeartIcon({ isFull }: { isFull: boolean }) {
  return (
    <Icon isFull={isFull}>
      <path d="M12 20s-7.5-4.6-7.5-10.2A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 7.5 2.8C19.5 15.4 12 20 12 20z" />
    </Icon>
  )
}

export const FeedIcon = () => (
  <Icon>
    <path d="M5 6h14M5 12h14M5 18h9" />
  </Icon>
)

export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1" />
  </Icon>
)

export const MonthIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="7.5" />
    <path d="M12 4.5V12l6.5 3.7M12 12l-6.5 3.7" />
  </Icon>
)

export const WalletIcon = () => (
  <Icon>
    <path d="M4 8.5h16v10H4zM4 8.5 15.5 5v3.500M15 13.500h5" />
  </Icon>
)

export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8.5" r="3.5" />
    <path d="M5 19.500c1-3.5 3.7-5 7-5s6 1.5 7 5" />
  </Icon>
)

export const ConsoleIcon = () => (
  <Icon>
    <path d="M4.500 19.500v-6M9.500 19.500v-11M14.500 19.500v-8M19.500 19.500v-15" />
  </Icon>
)
