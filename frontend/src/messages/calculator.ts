/** What the calculator of the front page says. */

import { wordsFrom } from './words'

const en = {
  'calculator.people': 'People',
  'calculator.supporterBps': 'of whom pay',
  'calculator.units': 'a month, each',
  'calculator.likesEach': 'Likes each',
  'calculator.forwardBps': 'Passed on by friends',
  'calculator.monthly': 'every month',
  'calculator.heard': '{sum} every month',
  'calculator.like': 'One like brings',
  'calculator.like.text': 'if who likes pays. If not, {other}: what friends’ likes had brought.',
  'calculator.creators': 'Creators receive',
  'calculator.creators.text': '{people} of them: {mean} each in the mean, {median} for the one in the middle.',
  'calculator.friends': 'Friends pass on',
  'calculator.friends.text':
    '{people} people receive something: {mean} in the mean, {median} for the one in the middle.',
  'calculator.cut': 'The platform keeps',
  'calculator.cut.text': 'its cut, if creators have all of it paid out.',
  'calculator.flow': 'Where it goes, from hand to hand',
  'calculator.flow.label': 'Of {sum}, {creators} reach creators, at once or from hand to hand',
  'calculator.flow.empty': 'Nobody pays here, so nothing moves.',
  'calculator.flow.shared': 'Shared',
  'calculator.flow.toCreators': 'Reaches creators',
  'calculator.flow.passedOn': 'Goes on',
  'calculator.flow.kept': 'Kept by friends',
  'calculator.hop': 'Hand',
  'calculator.hop.first': 'Who pays likes',
  'calculator.hop.next_one': 'Passed on once',
  'calculator.hop.next_other': 'Passed on {count} times',
  'calculator.table': 'The same as a table',
  'calculator.how':
    'By the same split that closes a real month, on {computed} people scaled to all. A model, and no promise.',
} as const

const de = {
  'calculator.people': 'Menschen',
  'calculator.supporterBps': 'davon zahlen',
  'calculator.units': 'im Monat, jeweils',
  'calculator.likesEach': 'Likes pro Person',
  'calculator.forwardBps': 'Freunde geben weiter',
  'calculator.monthly': 'jeden Monat',
  'calculator.heard': '{sum} jeden Monat',
  'calculator.like': 'Ein Like bringt',
  'calculator.like.text': 'wenn zahlt, wer likt. Sonst {other}: was die Likes von Freunden gebracht haben.',
  'calculator.creators': 'Kreative bekommen',
  'calculator.creators.text': '{people}: im Schnitt {mean}, in der Mitte {median}.',
  'calculator.friends': 'Freunde geben weiter',
  'calculator.friends.text': '{people} Menschen bekommen etwas: im Schnitt {mean}, in der Mitte {median}.',
  'calculator.cut': 'Die Plattform behält',
  'calculator.cut.text': 'ihren Anteil, wenn Kreative sich alles auszahlen lassen.',
  'calculator.flow': 'Wohin es geht, von Hand zu Hand',
  'calculator.flow.label': 'Von {sum} erreichen {creators} Kreative, sofort oder von Hand zu Hand',
  'calculator.flow.empty': 'Hier zahlt niemand, also bewegt sich nichts.',
  'calculator.flow.shared': 'Geteilt',
  'calculator.flow.toCreators': 'Erreicht Kreative',
  'calculator.flow.passedOn': 'Geht weiter',
  'calculator.flow.kept': 'Bleibt bei Freunden',
  'calculator.hop': 'Hand',
  'calculator.hop.first': 'Wer zahlt, likt',
  'calculator.hop.next_one': 'Einmal weitergegeben',
  'calculator.hop.next_other': '{count}-mal weitergegeben',
  'calculator.table': 'Dasselbe als Tabelle',
  'calculator.how':
    'Mit derselben Teilung, die einen echten Monat abschließt, für {computed} Menschen und auf alle hochgerechnet. Ein Modell, kein Versprechen.',
}

export const useCalculatorWords = wordsFrom({ en, de })
