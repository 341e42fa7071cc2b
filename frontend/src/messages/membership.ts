/** The standing order: starting, changing and ending it. */

import { wordsFrom } from './words'

const en = {
  'membership.title': 'Membership',
  'membership.lead':
    'A small amount each month. The payment provider keeps a fee; everything you like in that month gets an equal share of the rest. You never decide on a sum.',
  'membership.each': 'Your {amount} a month',
  'membership.paid': 'Paid through {month}, by “{method}”.',
  'membership.unpaid': 'Not paid yet, by “{method}”.',
  'membership.STARTING': 'Waiting for the first payment',
  'membership.ACTIVE': 'Active',
  'membership.PAST_DUE': 'Payment declined',
  'membership.CANCELLED': 'Cancelled',
  'membership.NEVER_PAID': 'Not begun',
  'membership.STARTING.text': 'The payment provider has not answered yet. It is asked again when payments are collected next, and you are never charged twice.',
  'membership.PAST_DUE.text':
    'The payment for this month was declined. Choose another card below: the next collection tries with it, and your likes stay as they are until then.',
  'membership.CANCELLED.text': 'Nothing is charged any more. What you paid in stays in your budget until your likes have shared it.',
  'membership.NEVER_PAID.text':
    'No payment has come in so far, and no month is charged from now on. A payment that still waits for its answer is finished. You can try again, also with another card.',
  'membership.start': 'Start a membership',
  'membership.again': 'Start again',
  'membership.change': 'Change it',
  'membership.way': 'Change or cancel',
  'membership.amount': 'Amount a month, in {currency}',
  'membership.amount.hint': 'From {least} to {most}.',
  'membership.amount.wrong': 'Write an amount from {least} to {most}, in whole cents.',
  'membership.method': 'Paid by “{method}”',
  'membership.methods': 'Ways to pay',
  'membership.sandbox': 'This is a sandbox: these cards are played, and no real money moves.',
  'membership.start.submit': 'Start with {amount} a month',
  'membership.start.plain': 'Start',
  'membership.change.submit': 'Save',
  'membership.change.text': 'It counts from the next payment on.',
  'membership.started': 'Your membership has started. Your likes carry money now.',
  'membership.changed': 'Saved. It counts from the next payment on.',
  'membership.end': 'Cancel the membership',
  'membership.end.text':
    'No further month is charged. What is paid stays in your budget and is shared by your likes. You can start again whenever you like.',
  'membership.end.ask': 'Cancel it …',
  'membership.end.submit': 'Yes, cancel',
  'membership.end.keep': 'Keep it',
  'membership.ended': 'Cancelled. No further month is charged.',
  'payments.title': 'Your payments',
  'payments.empty': 'No payment yet.',
  'payments.REQUESTED': 'Waiting',
  'payments.SUCCEEDED': 'Paid',
  'payments.DECLINED': 'Declined',
  'payments.REQUESTED.text': '{amount} asked for. The payment provider has not answered yet.',
  'payments.SUCCEEDED.text': '{amount}: {fee} is the payment provider’s fee, {credited} came into your budget.',
  'payments.DECLINED.text': '{amount} asked for, nothing charged.',
  'payments.reason.card_declined': 'The card was declined.',
  'payments.reason.insufficient_funds': 'There was not enough money on the card.',
  'payments.reason.other': 'The payment provider declined it.',

  'card.sandbox-ok': 'Sandbox card, pays',
  'card.sandbox-declined': 'Sandbox card, declined',
  'card.sandbox-insufficient-funds': 'Sandbox card, empty',
  'card.sandbox-no-answer': 'Sandbox card, pays silently',
  'card.sandbox-lost': 'Sandbox card, hard of hearing',
} as const

const de = {
  'membership.title': 'Mitgliedschaft',
  'membership.lead':
    'Ein kleiner Betrag im Monat. Der Zahlungsdienst behält eine Gebühr; alles, was du in diesem Monat likest, bekommt einen gleichen Teil vom Rest. Über Summen entscheidest du nie.',
  'membership.each': 'Deine {amount} im Monat',
  'membership.paid': 'Bezahlt bis {month}, mit „{method}“.',
  'membership.unpaid': 'Noch nicht bezahlt, mit „{method}“.',
  'membership.STARTING': 'Wartet auf die erste Zahlung',
  'membership.ACTIVE': 'Läuft',
  'membership.PAST_DUE': 'Zahlung abgelehnt',
  'membership.CANCELLED': 'Gekündigt',
  'membership.NEVER_PAID': 'Nicht begonnen',
  'membership.STARTING.text':
    'Der Zahlungsdienst hat noch nicht geantwortet. Er wird noch einmal gefragt, wenn das nächste Mal Zahlungen eingezogen werden; doppelt abgebucht wird nie.',
  'membership.PAST_DUE.text':
    'Die Zahlung für diesen Monat wurde abgelehnt. Wähle unten eine andere Karte: Beim nächsten Einzug wird es damit versucht, und deine Likes bleiben bis dahin, wie sie sind.',
  'membership.CANCELLED.text':
    'Es wird nichts mehr abgebucht. Was du eingezahlt hast, bleibt in deinem Budget, bis deine Likes es geteilt haben.',
  'membership.NEVER_PAID.text':
    'Bisher ist keine Zahlung eingegangen, und von nun an wird kein Monat abgebucht. Eine Zahlung, die noch auf Antwort wartet, wird zu Ende geführt. Du kannst es noch einmal versuchen, auch mit einer anderen Karte.',
  'membership.start': 'Mitgliedschaft beginnen',
  'membership.again': 'Wieder beginnen',
  'membership.change': 'Ändern',
  'membership.way': 'Ändern oder kündigen',
  'membership.amount': 'Betrag im Monat, in {currency}',
  'membership.amount.hint': 'Von {least} bis {most}.',
  'membership.amount.wrong': 'Schreib einen Betrag von {least} bis {most}, in ganzen Cent.',
  'membership.method': 'Bezahlt mit „{method}“',
  'membership.methods': 'Zahlungswege',
  'membership.sandbox': 'Das ist ein Sandkasten: Diese Karten sind gespielt, es fließt kein echtes Geld.',
  'membership.start.submit': 'Mit {amount} im Monat beginnen',
  'membership.start.plain': 'Beginnen',
  'membership.change.submit': 'Speichern',
  'membership.change.text': 'Es gilt ab der nächsten Zahlung.',
  'membership.started': 'Deine Mitgliedschaft hat begonnen. Deine Likes bringen jetzt Geld.',
  'membership.changed': 'Gespeichert. Es gilt ab der nächsten Zahlung.',
  'membership.end': 'Mitgliedschaft kündigen',
  'membership.end.text':
    'Es wird kein weiterer Monat abgebucht. Was bezahlt ist, bleibt in deinem Budget, und deine Likes teilen es. Du kannst jederzeit wieder beginnen.',
  'membership.end.ask': 'Kündigen …',
  'membership.end.submit': 'Ja, kündigen',
  'membership.end.keep': 'Behalten',
  'membership.ended': 'Gekündigt. Es wird kein weiterer Monat abgebucht.',
  'payments.title': 'Deine Zahlungen',
  'payments.empty': 'Noch keine Zahlung.',
  'payments.REQUESTED': 'Wartet',
  'payments.SUCCEEDED': 'Bezahlt',
  'payments.DECLINED': 'Abgelehnt',
  'payments.REQUESTED.text': '{amount} angefragt. Der Zahlungsdienst hat noch nicht geantwortet.',
  'payments.SUCCEEDED.text': '{amount}: {fee} sind die Gebühr des Zahlungsdienstes, {credited} kamen in dein Budget.',
  'payments.DECLINED.text': '{amount} angefragt, nichts abgebucht.',
  'payments.reason.card_declined': 'Die Karte wurde abgelehnt.',
  'payments.reason.insufficient_funds': 'Auf der Karte war nicht genug Geld.',
  'payments.reason.other': 'Der Zahlungsdienst hat sie abgelehnt.',

  'card.sandbox-ok': 'Sandkasten-Karte, zahlt',
  'card.sandbox-declined': 'Sandkasten-Karte, wird abgelehnt',
  'card.sandbox-insufficient-funds': 'Sandkasten-Karte, leer',
  'card.sandbox-no-answer': 'Sandkasten-Karte, zahlt wortlos',
  'card.sandbox-lost': 'Sandkasten-Karte, schwerhörig',
}

export const useMembershipWords = wordsFrom({ en, de })

type Named = Extract<keyof typeof en, `card.${string}`>

/** What a payment method is called: in one's language if we know its token, else by its label. */
export function useMethodName(): (token: string | null | undefined, label: string) => string {
  const { t } = useMembershipWords()
  return (token, label) => (`card.${token}` in en ? t(`card.${token}` as Named) : label)
}
