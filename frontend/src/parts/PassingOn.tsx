/** How much of what comes in goes on with one's own likes. */

import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { operation } from '../api/documents'
import { refusedBy, type Problem } from '../api/problems'
import { SetForwardingDocument } from '../gql/graphql'
import { useWords } from '../messages/words'
import { useWallet } from '../session/wallet'
import { about } from '../words/money'
import { percent } from '../words/numbers'
import { announce } from './announce'
import { Notice } from './Notice'

const SET = operation(SetForwardingDocument)
const ALL_BPS = 10_000
const STEP_BPS = 500
const TEN_MICROS = 10_000_000n

export function PassingOn({ forwarding }: { forwarding: number }) {
  const { t, language } = useWords()
  const currency = useWallet()?.budget.currency ?? 'USD'
  const [chosen, setChosen] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [, set] = useMutation(SET)
  const wanted = useRef(forwarding)
  const isSaving = useRef(false)
  const bps = chosen ?? forwarding
  const on = (TEN_MICROS * BigInt(bps)) / BigInt(ALL_BPS)
  const money = (micros: bigint) => about({ micros: String(micros), currency }, language)

  useEffect(() => setChosen((before) => (before === forwarding ? null : before)), [forwarding])

  /** One after the other, so that the last one chosen is the one that stays. */
  async function save() {
    wanted.current = bps
    if (isSaving.current || bps === forwarding) {
      return
    }
    isSaving.current = true
    let saved = forwarding
    while (wanted.current !== saved) {
      const forwardBps = wanted.current
      const refused = refusedBy(await set({ input: { forwardBps } }))
      setProblem(refused)
      if (refused) {
        setChosen(null)
        break
      }
      saved = forwardBps
      announce(t('month.forward.saved', { percent: percent(forwardBps, language) }))
    }
    isSaving.current = false
  }

  const value = t('month.forward.value', { percent: percent(bps, language) })
  return (
    <div className="card passing-on">
      <h2>{t('month.forward')}</h2>
      <p className="quiet">{t('month.forward.lead')}</p>
      <label>
        <input
          type="range"
          min={0}
          max={ALL_BPS}
          step={STEP_BPS}
          value={bps}
          aria-valuetext={value}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          onPointerUp={() => void save()}
          onKeyUp={() => void save()}
          onBlur={() => void save()}
        />
        <b>{value}</b>
      </label>
      <p className="quiet">
        {t('month.forward.example', { unit: money(TEN_MICROS), on: money(on), kept: money(TEN_MICROS - on) })}
      </p>
      <Notice problem={problem} />
    </div>
  )
}
