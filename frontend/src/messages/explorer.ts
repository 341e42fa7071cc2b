/** What the explorer says besides GraphiQL, which speaks English alone. */

import { wordsFrom } from './words'

const en = {
  'explorer.title': 'Explorer',
  'explorer.back': 'Console',
  'explorer.examples': 'Examples',
  'explorer.lead': 'Each opens in a tab of its own, with its variables. They run on what is really here.',
  'explorer.query': 'Read',
  'explorer.mutation': 'Change',
  'explorer.subscription': 'Follow live',
  'explorer.blanks': 'Put in: {blanks}',
} as const

const de = {
  'explorer.title': 'Explorer',
  'explorer.back': 'Konsole',
  'explorer.examples': 'Beispiele',
  'explorer.lead': 'Jedes öffnet sich in einem eigenen Tab, mit seinen Variablen. Sie laufen auf dem, was wirklich hier ist.',
  'explorer.query': 'Lesen',
  'explorer.mutation': 'Ändern',
  'explorer.subscription': 'Live verfolgen',
  'explorer.blanks': 'Einzusetzen: {blanks}',
}

export const useExplorerWords = wordsFrom({ en, de })
