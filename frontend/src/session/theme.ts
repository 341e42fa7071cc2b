/** Light, dark or as the device: chosen in one place, shown everywhere at once. */

import { useSyncExternalStore } from 'react'
import { forGood } from './kept'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
export type Appearance = Exclude<Theme, 'auto'>

const KEPT_AS = 'likewise.theme'
const DARK = window.matchMedia('(prefers-color-scheme: dark)')
const watchers = new Set<() => void>()
let theme = THEMES.find((each) => each === forGood.get(KEPT_AS)) ?? 'auto'

/** The whole page takes it from there: look/tokens.css. */
function show(): void {
  document.documentElement.dataset.theme = appearanceNow()
  watchers.forEach((onChange) => onChange())
}

DARK.addEventListener('change', show)
show()

function appearanceNow(): Appearance {
  return theme === 'auto' ? (DARK.matches ? 'dark' : 'light') : theme
}

/** Call `onChange` when what was chosen, or what is shown, has become another. Returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  watchers.add(onChange)
  return () => watchers.delete(onChange)
}

export function useTheme(): Theme {
  return useSyncExternalStore(watchTheme, () => theme)
}

/** What is shown of it. */
export function useAppearance(): Appearance {
  return useSyncExternalStore(watchTheme, appearanceNow)
}

export function chooseTheme(chosen: Theme): void {
  theme = chosen
  forGood.keep(KEPT_AS, chosen)
  show()
}
