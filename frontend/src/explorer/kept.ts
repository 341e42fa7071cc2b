/** What GraphiQL keeps. As with all that is typed here: in this tab alone, for one reader. */

import type { Storage as Kept } from '@graphiql/toolkit'
import { EXPLORED } from '../session/draft'
import { inThisTab } from '../session/kept'

export const kept: Kept = {
  getItem: (name) => inThisTab.get(name),
  setItem: (name, value) => inThisTab.keep(name, value),
  removeItem: (name) => inThisTab.keep(name, ''),
  clear: () => inThisTab.forget(EXPLORED),
  get length() {
    return inThisTab.names(EXPLORED).length
  },
}
