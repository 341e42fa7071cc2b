/** What the operator's console says around its pages. */

import { wordsFrom } from './words'

const en = {
  'console.title': 'Console',
  'console.economy': 'Economy',
  'console.registrations': 'Registrations',
  'console.payouts': 'Payouts',
  'console.explorer': 'Explorer',
} as const

const de = {
  'console.title': 'Konsole',
  'console.economy': 'Wirtschaft',
  'console.registrations': 'Registrierungen',
  'console.payouts': 'Auszahlungen',
  'console.explorer': 'Explorer',
}

export const useConsoleWords = wordsFrom({ en, de })
