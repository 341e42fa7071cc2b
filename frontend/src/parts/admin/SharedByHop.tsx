/** What each hop shared. */

import { useOperatingWords } from '../../messages/operating'
import type { Money } from '../../words/money'
import { MoneyCell, Table } from '../Table'

interface SharedByHopProps {
  caption: string
  byHop: readonly { hop: number; shared: Money }[]
}

export function SharedByHop({ caption, byHop }: SharedByHopProps) {
  const { t } = useOperatingWords()
  return (
    <Table
      caption={caption}
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
