/** A slider over some values: its name, and the chosen value beside it. */

import { useId } from 'react'

interface SliderProps {
  label: string
  values: readonly number[]
  /** One of them. */
  value: number
  shown: (value: number) => string
  onChoose: (value: number) => void
}

export function Slider({ label, values, value, shown, onChoose }: SliderProps) {
  const id = useId()
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <b aria-hidden>{shown(value)}</b>
      <input
        id={id}
        type="range"
        min={0}
        max={values.length - 1}
        value={values.indexOf(value)}
        aria-valuetext={shown(value)}
        onChange={(event) => onChoose(values[Number(event.currentTarget.value)] ?? value)}
      />
    </div>
  )
}
