/** What the page of tokens says. */

import { wordsFrom } from './words'

const en = {
  'look.title': 'The look',
  'look.lead':
    'Paper and ink in green, a coin’s gold for what is liked, and round parts of a whole. Nothing else has a colour, and nothing moves but money.',
  'look.colours': 'Colours',
  'look.contrast': 'Text on its ground',
  'look.contrast.text': 'The number is the contrast as WCAG counts it. It is never below 4.5.',
  'look.on': '{ink} on {ground}',
  'look.type': 'Type',
  'look.specimen': 'A like is a share of five dollars.',
  'look.space': 'Space and shape',
  'look.space.text': 'Whole steps, one gap between things that stand side by side, one touch for what is pressed.',
  'look.rest': 'Everything else',
  'look.token': 'Token',
  'look.value': 'Value',
  'look.parts': 'Parts',
  'look.buttons': 'What is pressed',
  'look.like': 'Gold means liked.',
  'look.money': 'Money',
  'look.money.text': 'Every micro is shown. What is below the cent stands smaller.',
  'look.forms': 'What is asked, and what went wrong',
  'look.people': 'People',
  'look.waiting': 'What is on its way',
} as const

const de = {
  'look.title': 'Das Aussehen',
  'look.lead':
    'Papier und Tinte in Grün, das Gold einer Münze für das, was gemocht wird, und runde Teile eines Ganzen. Nichts sonst hat Farbe, und nichts bewegt sich außer Geld.',
  'look.colours': 'Farben',
  'look.contrast': 'Schrift auf ihrem Grund',
  'look.contrast.text': 'Die Zahl ist der Kontrast, wie WCAG ihn zählt. Er liegt nie unter 4,5.',
  'look.on': '{ink} auf {ground}',
  'look.type': 'Schrift',
  'look.specimen': 'Ein Like ist ein Anteil an fünf Dollar.',
  'look.space': 'Raum und Form',
  'look.space.text':
    'Ganze Schritte, ein Abstand zwischen allem, was nebeneinander steht, eine Größe für alles, was man drückt.',
  'look.rest': 'Alles Übrige',
  'look.token': 'Token',
  'look.value': 'Wert',
  'look.parts': 'Teile',
  'look.buttons': 'Was man drückt',
  'look.like': 'Gold heißt: gemocht.',
  'look.money': 'Geld',
  'look.money.text': 'Jeder Micro wird gezeigt. Was unter dem Cent liegt, steht kleiner.',
  'look.forms': 'Was gefragt wird, und was schiefging',
  'look.people': 'Menschen',
  'look.waiting': 'Was unterwegs ist',
}

export const useLookWords = wordsFrom({ en, de })
