/** The history of one's own wallet: it goes on while one looks. */

import '../../look/results.css'
import { useMemo } from 'react'
import { useResultWords } from '../../messages/results'
import { Notice } from '../Notice'
import { SteadyButton } from '../SteadyButton'
import { Waiting } from '../Waiting'
import { HistoryChart } from './HistoryChart'
import { HistoryTable } from './HistoryTable'
import { useHistory } from './movements'

export function History({ version }: { version: number }) {
  const { t } = useResultWords()
  const { movements, problem, isReading, more, again } = useHistory(version)
  const nodes = useMemo(() => movements?.map(({ node }) => node) ?? [], [movements])
  return (
    <section className="card history">
      <h2>{t('history.title')}</h2>
      <Notice problem={problem} onRetry={again} />
      {movements === null && isReading && <Waiting rows={1} />}
      {movements?.length === 0 && <p className="quiet">{t('history.empty')}</p>}
      {movements && movements.length > 0 && (
        <>
          <HistoryChart movements={nodes} />
          <details>
            <summary>{t('history.table')}</summary>
            <HistoryTable movements={movements} />
            {more && (
              <SteadyButton className="button-quiet" isBusy={isReading} onClick={more}>
                {t('history.more')}
              </SteadyButton>
            )}
          </details>
        </>
      )}
    </section>
  )
}
