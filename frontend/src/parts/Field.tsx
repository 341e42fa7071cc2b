/** A labelled input with its hint, and what is wrong with it when one has left it. */

import { useId, useState, type InputHTMLAttributes } from 'react'
import { goIfFirst, useFocusWhen } from './useFocusWhen'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  hint?: string
  /** What to say while the browser finds the value not valid. */
  wrong?: string
  /** What the server said about it. */
  refused?: string | null
  value: string
  onValue: (value: string) => void
}

export function Field({ label, hint, wrong, refused, value, onValue, ...input }: FieldProps) {
  const id = useId()
  const [isWrong, setWrong] = useState(false)
  const place = useFocusWhen<HTMLInputElement>(Boolean(refused))
  const problem = refused ?? (isWrong ? wrong : undefined)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={place}
        id={id}
        value={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-hint`}
        onBlur={(event) => setWrong(value !== '' && !event.currentTarget.validity.valid)}
        onInvalid={(event) => {
          event.preventDefault()
          setWrong(true)
          goIfFirst(event.currentTarget)
        }}
        onChange={(event) => {
          const { value: typed, validity } = event.currentTarget
          onValue(typed)
          setWrong(isWrong && !validity.valid)
        }}
      />
      <p id={`${id}-hint`} className={problem ? 'field-wrong' : 'field-hint'}>
        {problem ?? hint}
      </p>
    </div>
  )
}
