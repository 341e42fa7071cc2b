/** What GraphiQL keeps. As with all that is typed here: in this tab alone. */

import type { Storage as Kept } from '@graphiql/toolkit'
import { inThisTab } from '../session/kept'

function names(): string[] {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith('graphiql:'))
  } catch {
    return []
  }
}

export const kept: Kept = {
  getItem: (name) => inThisTab.get(name),
  setItem: (name, value) => inThisTab.keep(name, value),
  removeItem: (name) => inThisTab.keep(name, ''),
  clear: () => names().forEach((name) => inThisTab.keep(name, '')),
  get length() {
    return names().length
  },
}
