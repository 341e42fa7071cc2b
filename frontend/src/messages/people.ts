/** What pages of people and of the web say about who likes them. */

import { wordsFrom } from './words'

const en = {
  'wall.title': 'Supporters this month',
  'wall.note': 'Here are those who chose to be seen. Others like in private.',
  'wall.empty': 'Nobody shows so far that they like this. Most people like in private.',
  'wall.show': 'Be seen when you like',
  'shown.title': 'Likes this month',
  'shown.empty': '{name} has not liked anything yet this month.',
  'shown.more': 'And more.',
  'profile.edit': 'Edit profile',
  'address.long': 'An address of more than 2,000 letters can’t be liked.',
  'address.kept': 'Kept under this address, however it is written.',
} as const

const de = {
  'wall.title': 'Wer diesen Monat unterstützt',
  'wall.note': 'Hier stehen alle, die gesehen werden möchten. Andere liken für sich.',
  'wall.empty': 'Bisher zeigt niemand, dass ihm das gefällt. Die meisten liken für sich.',
  'wall.show': 'Zeigen, was du likest',
  'shown.title': 'Likes in diesem Monat',
  'shown.empty': '{name} hat in diesem Monat noch nichts gelikt.',
  'shown.more': 'Und mehr.',
  'profile.edit': 'Profil bearbeiten',
  'address.long': 'Eine Adresse mit mehr als 2.000 Zeichen kann man nicht liken.',
  'address.kept': 'Unter dieser Adresse geführt, wie immer man sie schreibt.',
}

export const usePeopleWords = wordsFrom({ en, de })
