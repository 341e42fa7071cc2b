/** What GraphiQL keeps. As with all that is typed here: in this tab alone. */

import type { Storage as Kept } from '@graphiql/toolkit'
import { inThisTab } from '../session/kept'

const ITS_OWN = 'graphiql:'

export const kept: Kept = {
  getItem: (name) => inThisTab.get(name),
  setItem: (name, value) => inThisTab.keep(name, value),
  removeItem: (name) => inThisTab.keep(name, ''),
  clear: () => inThisTab.forget(ITS_OWN),
  get length() {
    return inThisTab.names(ITS_OWN).length
  },
}
