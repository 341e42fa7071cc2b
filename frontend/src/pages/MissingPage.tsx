/** An address where nothing is. */

import { Link } from 'wouter'
import { useWords } from '../messages/words'

export function MissingPage() {
  const { t } = useWords()
  return (
    <section className="card empty">
      <h1>{t('missing.title')}</h1>
      <p>{t('missing.text')}</p>
      <Link href="/feed" className="button">
        {t('month.toFeed')}
      </Link>
    </section>
  )
}
