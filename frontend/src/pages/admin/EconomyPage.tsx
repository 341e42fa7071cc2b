/** The console's first page: the sums of the whole economy. */

import { useConsoleWords } from '../../messages/console'
import { Console } from '../../parts/admin/Console'

export function EconomyPage() {
  const { t } = useConsoleWords()
  return <Console title={t('console.economy')}>{null}</Console>
}
