/** What a month would come to with other numbers: sliders, and the server's answer by its own split. */

import { useEffect, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { operation } from '../api/documents'
import { problemOf } from '../api/problems'
import { CalculatorDocument, type SimulationInput } from '../gql/graphql'
import '../look/calculator.css'
import { useCalculatorWords } from '../messages/calculator'
import { atAGlance } from '../words/money'
import { count, percent } from '../words/numbers'
import { announce } from './announce'
import { CalculatorFlow } from './CalculatorFlow'
import { CalculatorSums } from './CalculatorSums'
import { Slider } from './Slider'
import { Notice } from './Notice'
import { Waiting } from './Waiting'

const SIMULATION = operation(CalculatorDocument)
const ASKED_AFTER_MILLISECONDS = 300
const MICROS_PER_UNIT = 1_000_000

/** What each slider offers, from left to right. */
const OFFERED = {
  people: [1, 10, 100, 1000, 10_000, 100_000]
    .flatMap((tens) => [1000 * tens, 2000 * tens, 5000 * tens])
    .filter((people) => people <= 500_000_000),
  supporterBps: [10, 20, 50, 100, 200, 300, 500, 1000, 1500, 2000],
  units: [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50],
  likesEach: [1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 50],
  forwardBps: Array.from({ length: 11 }, (_, tenth) => 1000 * tenth),
}
type Numbers = Record<keyof typeof OFFERED, number>

/** 500 million people, one in a hundred pays five: the month that it began with. */
const HEADLINE: Numbers = {
  people: 500_000_000,
  supporterBps: 100,
  units: 5,
  likesEach: 20,
  forwardBps: 10_000,
}

function inputOf({ units, ...numbers }: Numbers): SimulationInput {
  return { ...numbers, amountMicros: String(units * MICROS_PER_UNIT) }
}

/** The value once it has stayed the same for a while. */
function useSteady<Value>(value: Value, milliseconds: number): Value {
  const [steady, setSteady] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSteady(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return steady
}

/** What was there last, while there is nothing. */
function useLast<Value>(value: Value | null | undefined): Value | null {
  const [last, setLast] = useState(value ?? null)
  if (value && value !== last) {
    setLast(value)
  }
  return value ?? last
}

export function Calculator({ currency }: { currency: string }) {
  const { t, language } = useCalculatorWords()
  const [numbers, setNumbers] = useState(HEADLINE)
  const steady = useSteady(numbers, ASKED_AFTER_MILLISECONDS)
  const [{ data, error, fetching }, ask] = useQuery({
    query: SIMULATION,
    variables: { input: inputOf(steady) },
  })
  const found = useLast(data?.simulation)
  const problem = problemOf(error)
  const isOld = fetching || steady !== numbers || problem !== null
  const sum = found && atAGlance(found.paidIn, language, 'name')
  useHeard(sum && !isOld ? t('calculator.heard', { sum }) : null, numbers !== HEADLINE)

  const unit = new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 0 })
  const shown: Record<keyof Numbers, (value: number) => string> = {
    people: (value) => count(value, language),
    supporterBps: (value) => percent(value, language),
    units: (value) => unit.format(value),
    likesEach: (value) => count(value, language),
    forwardBps: (value) => percent(value, language),
  }
  return (
    <div className="calculator card">
      {sum && (
        <p className={isOld ? 'calculator-sum old' : 'calculator-sum'}>
          <b>{sum}</b> {t('calculator.monthly')}
        </p>
      )}
      <div className="calculator-choices">
        {(Object.keys(OFFERED) as (keyof Numbers)[]).map((name) => (
          <Slider
            key={name}
            label={t(`calculator.${name}`)}
            values={OFFERED[name]}
            value={numbers[name]}
            shown={shown[name]}
            onChoose={(value) => setNumbers((before) => ({ ...before, [name]: value }))}
          />
        ))}
      </div>
      <div className="calculator-answer">
        <Notice problem={problem} onRetry={() => ask({ requestPolicy: 'network-only' })} />
        {!found && !problem && <Waiting rows={2} />}
        {found && (
          <div className={isOld ? 'calculator-found old' : 'calculator-found'} aria-busy={isOld}>
            <CalculatorSums found={found} />
            <CalculatorFlow found={found} />
            <p className="quiet small">
              {t('calculator.how', { computed: count(found.computedPeople, language) })}
            </p>
          </div>
        )}
      </div>
    </div>
  )
}

/** Say what has come, once it has, to who has asked for it. */
function useHeard(text: string | null, wasAsked: boolean): void {
  const last = useRef(text)
  useEffect(() => {
    if (text !== null && text !== last.current) {
      if (wasAsked || last.current !== null) {
        announce(text)
      }
      last.current = text
    }
  }, [text, wasAsked])
}
