/** What is kept of somebody, to take along. */

import { useEffect, useRef, useState } from 'react'
import { NoAnswer } from '../../api/plain'
import { NO_CONNECTION, type Problem } from '../../api/problems'
import { useSettingsWords, type SettingsWords } from '../../messages/settings'
import { useSession } from '../../session/Session'
import { monthName } from '../../words/dates'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { saveFile } from '../saveFile'
import { SteadyButton } from '../SteadyButton'
import { collect, type Part, type Step } from './collecting'

const INDENT = 2

function partName({ part, month }: Part, t: SettingsWords['t'], language: string): string {
  return part === 'likes' || part === 'outcomes'
    ? t(`data.part.${part}`, { month: month ? monthName(month, language) : '' })
    : t(`data.part.${part}`)
}

/** The file that was saved, and what is not in it. */
interface Saved {
  name: string
  notRead: Part[]
}

export function MyData() {
  const { t, language } = useSettingsWords()
  const { viewer } = useSession()
  const [step, setStep] = useState<Step | null>(null)
  const [saved, setSaved] = useState<Saved | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const collecting = useRef<AbortController>(null)
  // What is one person's goes into no file of whoever comes next.
  useEffect(() => () => collecting.current?.abort(), [viewer?.id])

  async function get() {
    const { signal } = (collecting.current = new AbortController())
    const name = `likewise-${viewer?.handle}-${new Date().toISOString().slice(0, 10)}.json`
    setSaved(null)
    setProblem(null)
    try {
      const found = await collect(setStep, signal)
      const text = JSON.stringify(found, (key, value: unknown) => (key === '__typename' ? undefined : value), INDENT)
      saveFile(name, text, 'application/json')
      setSaved({ name, notRead: found.notRead })
      if (found.notRead.length === 0) {
        announce(t('data.done', { name }))
      }
    } catch (error) {
      if (signal.aborted) {
        return
      }
      if (!(error instanceof NoAnswer)) {
        throw error
      }
      setProblem(NO_CONNECTION)
    } finally {
      setStep(null)
    }
  }

  const missing = saved?.notRead.map((part) => partName(part, t, language)) ?? []
  const parts = new Intl.ListFormat(language).format(missing)
  return (
    <div className="card part" id="data">
      <h2>{t('data.title')}</h2>
      <p>{t('data.text')}</p>
      <p className="quiet small">{t('data.not')}</p>
      <Notice problem={problem} />
      {saved && parts && (
        <div className="notice" role="alert">
          <p>{t('data.partly', { parts, name: saved.name })}</p>
        </div>
      )}
      <div className="part-end">
        <SteadyButton className="button" isBusy={step !== null} onClick={() => void get()}>
          {t('data.get')}
        </SteadyButton>
        {step && (
          <span className="quiet">
            {t(step.isWaiting ? 'data.waiting' : 'data.busy', { part: partName(step, t, language) })}
          </span>
        )}
        {saved && !parts && <span className="quiet">{t('data.done', { name: saved.name })}</span>}
      </div>
    </div>
  )
}
