/** Where one goes on when what one was on has gone. */

import { useEffect, useRef, type RefObject } from 'react'

/** What has this ref takes the focus as soon as that is wanted; give it `tabIndex={-1}`. */
export function useFocusWhen<Place extends HTMLElement>(isWanted: boolean): RefObject<Place | null> {
  const place = useRef<Place>(null)
  useEffect(() => {
    if (isWanted) {
      place.current?.focus()
    }
  }, [isWanted])
  return place
}

/** Of all that is not valid in a form, one goes to the first. Call it in `onInvalid`. */
export function goIfFirst(field: HTMLInputElement | HTMLSelectElement): void {
  if (field.form?.querySelector(':is(input, select, textarea):invalid') === field) {
    field.focus()
  }
}
