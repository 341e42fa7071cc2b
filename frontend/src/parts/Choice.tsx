/** A labelled list to choose from, with its hint, and what the server said about the choice. */

import { useId, useState } from 'react'
import { goIfFirst, useFocusWhen } from './useFocusWhen'

interface ChoiceProps {
  label: string
  hint?: string
  refused?: string | null
  /** Value and words of each. */
  options: readonly (readonly [string, string])[]
  /** What stands there while nothing is chosen. */
  none: string
  value: string
  onValue: (value: string) => void
  autoComplete?: string
}

export function Choice({ label, hint, refused, options, none, value, onValue, autoComplete }: ChoiceProps) {
  const id = useId()
  const [isMissing, setMissing] = useState(false)
  const place = useFocusWhen<HTMLSelectElement>(Boolean(refused))
  const problem = refused ?? (isMissing ? none : null)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        ref={place}
        id={id}
        required
        autoComplete={autoComplete}
        value={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-hint`}
        onInvalid={(event) => {
          event.preventDefault()
          setMissing(true)
          goIfFirst(event.currentTarget)
        }}
        onChange={(event) => {
          setMissing(false)
          onValue(event.currentTarget.value)
        }}
      >
        <option value="" disabled>
          {none}
        </option>
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
      <p id={`${id}-hint`} className={problem ? 'field-wrong' : 'field-hint'}>
        {problem ?? hint}
      </p>
    </div>
  )
}
