/** A closing as it goes on, stage by stage, whoever began it; then what it came to. */

import { useEffect, useRef } from 'react'
import { useSubscription } from 'urql'
import { operation } from '../../api/documents'
import { ClosingMovesDocument, type ClosingPartsFragment } from '../../gql/graphql'
import { useOperatingWords } from '../../messages/operating'
import { useWords } from '../../messages/words'
import { monthName } from '../../words/dates'
import { duration } from '../../words/durations'
import { count } from '../../words/numbers'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { useFocusWhen } from '../useFocusWhen'
import { Sums } from './Sums'
import type { ClosingWish } from './useClosing'

const MOVES = operation(ClosingMovesDocument)

/** The stages, and the state from which on each has been done. */
const STAGES = ['seal', 'book', 'compute', 'post', 'verify', 'tell'] as const
type Stage = (typeof STAGES)[number]

interface ClosingProps {
  month: string
  closing: ClosingWish
  isEarly: boolean
  onDone: () => void
}

export function Closing({ month, closing, isEarly, onDone }: ClosingProps) {
  const { t, language } = useOperatingWords()
  const [{ data }] = useSubscription({ query: MOVES, variables: { month } })
  const settlement = data?.settlementProgress ?? null
  const isDone = settlement?.state === 'CLOSED'
  const name = monthName(month, language)
  const title = useFocusWhen<HTMLHeadingElement>(closing.isAsking)
  const done = useRef(onDone)
  useEffect(() => {
    if (isDone) {
      announce(t('closing.done', { month: name }))
      done.current()
    }
  }, [isDone, name, t])
  return (
    <section className="card">
      <h2 ref={title} tabIndex={-1}>
        {isDone ? t('closing.done', { month: name }) : t('closing.title', { month: name })}
      </h2>
      <Notice problem={closing.problem} />
      <Stages settlement={settlement} />
      {isDone ? (
        <>
          <Sums sums={settlement} />
          <p>
            <button type="button" className="button-quiet" onClick={closing.leave}>
              {t('closing.leave')}
            </button>
          </p>
        </>
      ) : (
        <>
          <p className="quiet small">{t('closing.goesOn')}</p>
          {!closing.isAsking && (settlement ?? closing.month) && (
            <p className="stalled">
              <span className="quiet small">{t('closing.stalled')}</span>
              <button type="button" className="button-quiet" onClick={() => void closing.close(month, isEarly)}>
                {t('closing.goOn')}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** How many of the stages are behind it. */
function countDone(settlement: ClosingPartsFragment | null): number {
  if (!settlement) {
    return 0
  }
  const { book, compute, post, verify, tell } = settlement.durations
  return 1 + [book, compute, post, verify, tell].filter(Boolean).length
}

function Stages({ settlement }: { settlement: ClosingPartsFragment | null }) {
  const { t } = useOperatingWords()
  const done = countDone(settlement)
  return (
    <ol className="stages">
      {STAGES.map((stage, place) => (
        <li key={stage} className={place < done ? 'done' : place === done ? 'now' : undefined}>
          <span>
            {t(`stage.${stage}`)}
            <span className="unseen">
              {place < done ? t('stage.done') : place === done ? t('stage.now') : t('stage.later')}
            </span>
          </span>
          <Took stage={stage} settlement={settlement} />
          {stage === 'post' && settlement?.progress && <Posting progress={settlement.progress} />}
        </li>
      ))}
    </ol>
  )
}

function Took({ stage, settlement }: { stage: Stage; settlement: ClosingPartsFragment | null }) {
  const { language } = useWords()
  const took = stage === 'seal' ? null : settlement?.durations[stage]
  return took ? <span className="quiet small">{duration(took, language)}</span> : null
}

function Posting({ progress: { done, total } }: { progress: { done: number; total: number } }) {
  const { t, language } = useOperatingWords()
  return (
    <>
      <progress value={done} max={Math.max(total, 1)} aria-label={t('stage.post')} />
      <span className="quiet small">
        {t('closing.posted', { done: count(done, language), total: count(total, language) })}
      </span>
    </>
  )
}
