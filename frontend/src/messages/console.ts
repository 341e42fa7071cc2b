/** What the operator's console says around its pages. */

import { wordsFrom } from './words'

const en = {
  'console.title': 'Console',
  'console.economy': 'Economy',
  'console.month': 'Month',
  'console.registrations': 'Registrations',
  'console.payouts': 'Payouts',
  'console.ledger': 'Ledger',
  'console.members': 'Members',
  'console.log': 'Log',
  'console.explorer': 'Explorer',
} as const

const de = {
  'console.title': 'Konsole',
  'console.economy': 'Wirtschaft',
  'console.month': 'Monat',
  'console.registrations': 'Registrierungen',
  'console.payouts': 'Auszahlungen',
  'console.ledger': 'Hauptbuch',
  'console.members': 'Mitglieder',
  'console.log': 'Protokoll',
  'console.explorer': 'Explorer',
}

export const useConsoleWords = wordsFrom({ en, de })
