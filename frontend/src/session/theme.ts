/** Light, dark or as the device: chosen in one place, shown everywhere at once. */

import { useSyncExternalStore } from 'react'
import { forGood } from './kept'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEPT_AS = 'likewise.theme'
const watchers = new Set<() => void>()
let theme = THEMES.find((each) => each === forGood.get(KEPT_AS)) ?? 'auto'
document.documentElement.dataset.theme = theme

function watch(onChange: () => void): () => void {
  watchers.add(onChange)
  return () => watchers.delete(onChange)
}

export function useTheme(): Theme {
  return useSyncExternalStore(watch, () => theme)
}

export function chooseTheme(chosen: Theme): void {
  theme = chosen
  forGood.keep(KEPT_AS, chosen)
  document.documentElement.dataset.theme = chosen
  watchers.forEach((onChange) => onChange())
}
