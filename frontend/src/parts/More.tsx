/** The way to the next slice of a list. */

import { useWords } from '../messages/words'
import { SteadyButton } from './SteadyButton'

interface MoreProps {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null }
  isFetching: boolean
  onMore: (after: string) => void
}

export function More({ pageInfo: { hasNextPage, endCursor }, isFetching, onMore }: MoreProps) {
  const { t } = useWords()
  if (!hasNextPage || !endCursor) {
    return <p className="quiet centre">{t('state.end')}</p>
  }
  return (
    <SteadyButton className="button-quiet wide" isBusy={isFetching} onClick={() => onMore(endCursor)}>
      {isFetching ? t('state.loading') : t('state.more')}
    </SteadyButton>
  )
}
