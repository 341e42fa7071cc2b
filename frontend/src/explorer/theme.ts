/** Light or dark, as it was chosen for the app (parts/Foot.tsx), else as the system has it. */

import { useLayoutEffect, useSyncExternalStore } from 'react'
import { forGood } from '../session/kept'

type Theme = 'light' | 'dark'

const DARK = window.matchMedia('(prefers-color-scheme: dark)')

function watch(onChange: () => void): () => void {
  DARK.addEventListener('change', onChange)
  return () => DARK.removeEventListener('change', onChange)
}

export function useTheme(): Theme {
  const isDark = useSyncExternalStore(watch, () => DARK.matches)
  const chosen = forGood.get('likewise.theme')
  const isChosen = chosen === 'light' || chosen === 'dark'
  const theme = isChosen ? chosen : isDark ? 'dark' : 'light'
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return theme
}
