/** What who is frozen is told, on every page. */

import { wordsFrom } from './words'

const en = {
  'frozen.name': 'Your account is frozen',
  'frozen.title': 'The operators have frozen your account, on {since}.',
  'frozen.goesOn':
    'You can read everything and take your data along. Money that likes bring you still arrives. You can cancel your membership, and change your password and who sees what you like. All else waits until they lift it.',
  'frozen.ask': 'If you think that this is a mistake, ask those who run this place.',
  'frozen.ask.at': 'If you think that this is a mistake, write to the operators:',
} as const

const de: Record<keyof typeof en, string> = {
  'frozen.name': 'Dein Konto ist gesperrt',
  'frozen.title': 'Die Betreiber haben dein Konto gesperrt, am {since}.',
  'frozen.goesOn':
    'Du kannst alles lesen und deine Daten mitnehmen. Geld, das Likes dir bringen, kommt weiter an. Du kannst deine Mitgliedschaft kündigen, dein Passwort ändern und wählen, wer sieht, was du magst. Alles andere wartet, bis sie die Sperre aufheben.',
  'frozen.ask': 'Wenn du meinst, dass das ein Irrtum ist, frag die, die das hier betreiben.',
  'frozen.ask.at': 'Wenn du meinst, dass das ein Irrtum ist, schreib den Betreibern:',
}

export const useFrozenWords = wordsFrom({ en, de })
