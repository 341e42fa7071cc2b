/** What stands around every page of the operator's console: its title, and the way to the others. */

import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useConsoleWords } from '../../messages/console'
import '../../look/admin.css'

/** In the order in which an operator looks at them. The explorer is a document of its own. */
const SECTIONS = [
  ['/admin', 'console.economy'],
  ['/admin/month', 'console.month'],
  ['/admin/registrations', 'console.registrations'],
  ['/admin/payouts', 'console.payouts'],
  ['/admin/members', 'console.members'],
  ['/admin/ledger', 'console.ledger'],
  ['/admin/log', 'console.log'],
] as const
const EXPLORER = '/admin/explorer'

export function Console({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useConsoleWords()
  const [here] = useLocation()
  return (
    <div className="console">
      <nav className="console-nav" aria-label={t('console.title')}>
        <ul>
          {SECTIONS.map(([path, name]) => (
            <li key={path}>
              <Link href={path} aria-current={current(path, here)}>
                {t(name)}
              </Link>
            </li>
          ))}
          <li>
            <a href={EXPLORER}>{t('console.explorer')}</a>
          </li>
        </ul>
      </nav>
      <section className="console-page">
        <h1 dir="auto">{title}</h1>
        {children}
      </section>
    </div>
  )
}

/** A section stands for the pages below it, too. The first one has none. */
function current(path: string, here: string): 'page' | 'true' | undefined {
  if (here === path) {
    return 'page'
  }
  return path !== '/admin' && here.startsWith(`${path}/`) ? 'true' : undefined
}
