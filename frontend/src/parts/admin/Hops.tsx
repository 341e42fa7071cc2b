/** What each hop shared. */

import { useOperatingWords } from '../../messages/operating'
import type { Money } from '../../words/money'
import { MoneyCell, Table } from '../Table'

export function Hops({ byHop }: { byHop: readonly { hop: number; shared: Money }[] }) {
  const { t } = useOperatingWords()
  return (
    <Table
      caption={t('dryRun.hops')}
      isCaptionSeen
      head={[
        [t('dryRun.hop'), false],
        [t('dryRun.shared'), true],
      ]}
    >
      {byHop.map(({ hop, shared }) => (
        <tr key={hop}>
          <th scope="row">{hop === 0 ? t('months.pots') : t('months.hop', { hop: String(hop) })}</th>
          <MoneyCell money={shared} />
        </tr>
      ))}
    </Table>
  )
}
