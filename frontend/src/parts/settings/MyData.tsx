/** What is kept of somebody, to take along. */

import { useState } from 'react'
import { NoAnswer } from '../../api/plain'
import { NO_CONNECTION, type Problem } from '../../api/problems'
import { useSettingsWords, type SettingsWords } from '../../messages/settings'
import { useSession } from '../../session/Session'
import { monthName } from '../../words/dates'
import { announce } from '../announce'
import { Notice } from '../Notice'
import { saveFile } from '../saveFile'
import { SteadyButton } from '../SteadyButton'
import { collect, type Step } from './collecting'

const INDENT = 2

function partName(step: Step, t: SettingsWords['t'], language: string): string {
  const month = step.month ? monthName(step.month, language) : ''
  return step.part === 'likes' || step.part === 'outcomes'
    ? t(`data.part.${step.part}`, { month })
    : t(`data.part.${step.part}`)
}

export function MyData() {
  const { t, language } = useSettingsWords()
  const { viewer } = useSession()
  const [step, setStep] = useState<Step | null>(null)
  const [file, setFile] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  async function get() {
    const name = `likewise-${viewer?.handle}-${new Date().toISOString().slice(0, 10)}.json`
    setFile(null)
    setProblem(null)
    try {
      const found = await collect(setStep)
      const text = JSON.stringify(found, (key, value: unknown) => (key === '__typename' ? undefined : value), INDENT)
      saveFile(name, text, 'application/json')
      setFile(name)
      announce(t('data.done', { name }))
    } catch (error) {
      if (!(error instanceof NoAnswer)) {
        throw error
      }
      setProblem(NO_CONNECTION)
    } finally {
      setStep(null)
    }
  }

  const part = step && partName(step, t, language)
  return (
    <div className="card part" id="data">
      <h2>{t('data.title')}</h2>
      <p>{t('data.text')}</p>
      <p className="quiet small">{t('data.not')}</p>
      <Notice problem={problem} />
      <div className="part-end">
        <SteadyButton className="button" isBusy={step !== null} onClick={() => void get()}>
          {t('data.get')}
        </SteadyButton>
        {part && <span className="quiet">{t(step.isWaiting ? 'data.waiting' : 'data.busy', { part })}</span>}
        {file && <span className="quiet">{t('data.done', { name: file })}</span>}
      </div>
    </div>
  )
}
