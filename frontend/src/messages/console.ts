/** What the operator's console says around its pages. */

import { wordsFrom } from './words'

const en = {
  'console.title': 'Console',
  'console.economy': 'Economy',
  'console.month': 'Month',
  'console.members': 'Members',
  'console.registrations': 'Registrations',
  'console.payouts': 'Payouts',
  'console.ledger': 'Ledger',
  'console.log': 'Audit log',
  'console.explorer': 'Explorer',
} as const

const de = {
  'console.title': 'Konsole',
  'console.economy': 'Wirtschaft',
  'console.month': 'Monat',
  'console.members': 'Mitglieder',
  'console.registrations': 'Registrierungen',
  'console.payouts': 'Auszahlungen',
  'console.ledger': 'Hauptbuch',
  'console.log': 'Protokoll',
  'console.explorer': 'Explorer',
}

export const useConsoleWords = wordsFrom({ en, de })
