/** Balances over time, drawn on a canvas in the colours of the look. The table beside it says it all. */

import 'uplot/dist/uPlot.min.css'
import { useEffect, useMemo, useRef } from 'react'
import uPlot from 'uplot'
import { useResultWords } from '../../messages/results'
import { watchTheme } from '../../session/theme'
import { inCents } from '../../words/money'
import type { Movement } from './movements'

const HEIGHT_PIXELS = 220
const MICROS_PER_UNIT = 1_000_000
const LINE_PIXELS = 2.5
const FONT = '12px "Figtree Variable", system-ui, sans-serif'

/** A token of the look, as it is just now. */
function token(name: string): () => string {
  return () => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

/** Moments in seconds, and both balances in units: for the eye alone. The last one is now. */
function pointsOf(newestFirst: Movement[]): uPlot.AlignedData {
  const times: number[] = []
  const budgets: number[] = []
  const received: number[] = []
  for (const each of newestFirst.toReversed()) {
    const time = Math.max(new Date(each.movedAt).getTime() / 1000, times.at(-1) ?? 0)
    if (time === times.at(-1)) {
      times.pop()
      budgets.pop()
      received.pop()
    }
    times.push(time)
    budgets.push(Number(each.budget.micros) / MICROS_PER_UNIT)
    received.push(Number(each.received.micros) / MICROS_PER_UNIT)
  }
  times.push(Math.max(Date.now() / 1000, (times.at(-1) ?? 0) + 1))
  budgets.push(budgets.at(-1) ?? 0)
  received.push(received.at(-1) ?? 0)
  return [times, budgets, received]
}

function optionsOf(width: number, language: string, currency: string): uPlot.Options {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 2 })
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' })
  const minute = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const line = (stroke: string): uPlot.Series => ({
    stroke: token(stroke),
    width: LINE_PIXELS,
    points: { show: false },
    ...(stepped && { paths: stepped }),
  })
  const axis = { font: FONT, stroke: token('--ink-quiet'), grid: { show: false }, ticks: { show: false } }
  return {
    width,
    height: HEIGHT_PIXELS,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(most * 1.1, 0.01)] } },
    axes: [
      {
        ...axis,
        size: 28,
        values: (_plot, splits, _axis, _space, step) =>
          splits.map((each) => (step < 86_400 ? minute : day).format(new Date(each * 1000))),
      },
      {
        ...axis,
        size: 64,
        grid: { stroke: token('--line'), width: 1 },
        values: (_plot, splits) => splits.map((each) => money.format(each)),
      },
    ],
    series: [{}, line('--leaf'), line('--coin')],
  }
}

export function HistoryChart({ movements }: { movements: Movement[] }) {
  const { t, language } = useResultWords()
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const points = useMemo(() => pointsOf(movements), [movements])
  const latest = useRef(points)
  const [newest, oldest] = [movements[0], movements.at(-1)]
  const currency = newest?.budget.currency ?? 'USD'

  useEffect(() => {
    latest.current = points
    plot.current?.setData(points)
  }, [points])

  useEffect(() => {
    const element = frame.current
    if (!element) {
      return
    }
    const drawn = new uPlot(optionsOf(element.clientWidth, language, currency), latest.current, element)
    plot.current = drawn
    const sized = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT_PIXELS }))
    sized.observe(element)
    const unwatch = watchTheme(() => drawn.redraw(false, true))
    return () => {
      plot.current = null
      unwatch()
      sized.disconnect()
      drawn.destroy()
    }
  }, [language, currency])

  if (!newest || !oldest) {
    return null
  }
  const since = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(oldest.movedAt))
  const label = t('history.label', {
    since,
    budget: inCents(newest.budget, language),
    received: inCents(newest.received, language),
  })
  return (
    <>
      <p className="key" aria-hidden>
        <span>{t('book.budget')}</span>
        <span className="key-coin">{t('book.received')}</span>
      </p>
      <div ref={frame} className="history-chart" role="img" aria-label={label} data-points={points[0].length - 1} />
    </>
  )
}
