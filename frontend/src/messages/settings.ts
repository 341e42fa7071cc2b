/** What the page of settings says: profile, privacy, password, what is kept and how it is taken along. */

import { wordsFrom } from './words'

const en = {
  'settings.title': 'Settings',

  'profile.title': 'Profile',
  'profile.about': 'About you',
  'profile.about.hint': 'A few words for everybody, up to 500 characters. They are shown as they are.',
  'profile.left': '{count} characters left',
  'profile.save': 'Save profile',
  'profile.saved': 'Your profile is saved.',
  'profile.see': 'See it as others do',
  'profile.fixed':
    'You sign in as {email}. Your handle and email can’t be changed here yet: a new email would have to prove itself by mail, and this installation sends none.',

  'privacy.title': 'Privacy',
  'privacy.show': 'Show what I like',
  'privacy.show.text':
    'You stand on the wall of what you like, and your profile says what you like this month. When, how often and how much it brings stay yours.',
  'privacy.shown': 'What you like can be seen now.',
  'privacy.hidden': 'What you like is yours alone now. You are gone from all walls.',
  'privacy.everybody': 'Everybody sees',
  'privacy.everybody.text':
    'Your name, handle and what you say about yourself; what you write; how many likes your things have got.',
  'privacy.you': 'Only you see',
  'privacy.you.text':
    'Your email, wallet and membership; what you gave and got; what you like, unless you show it; where you are signed in.',
  'privacy.operators': 'Operators see, too',
  'privacy.operators.text': 'Your papers and payouts, to decide on them; how a membership stands.',

  'password.title': 'Password',
  'password.present': 'Present password',
  'password.present.wrong': 'Type the password that you sign in with now.',
  'password.present.refused': 'That is not your present password.',
  'password.new': 'New password',
  'password.save': 'Change password',
  'password.saved_one': 'Your password is changed, and {count} other session is ended.',
  'password.saved_other': 'Your password is changed, and {count} other sessions are ended.',
  'password.lead': 'A new password ends all your other sessions.',

  'sessions.title': 'Where you are signed in',
  'sessions.here': 'This browser',
  'sessions.other': 'Another browser or program',
  'sessions.since': 'since {moment}',
  'sessions.until': 'ends by itself on {moment}',
  'sessions.end': 'End',
  'sessions.end.label': 'End the session since {moment}',
  'sessions.ended': 'The session is ended.',

  'look.title': 'Language and appearance',
  'look.text': 'Kept in this browser, and nowhere else.',

  'data.title': 'Your data',
  'data.text':
    'All that this installation can tell you about yourself, in one file: profile, posts, wallet with every movement of your money, membership with its payments, likes of every month with what each gave, papers, payouts, what closed months came to, sessions.',
  'data.not':
    'Not in it: your password, of which only a digest is kept; your tax number and your whole IBAN, which operators use for papers and payouts; earlier choices of how much you pass on; what your bank or card provider keeps. Who likes your things is theirs to show.',
  'data.get': 'Download as JSON',
  'data.busy': 'Collecting: {part}. Leaving this page stops it.',
  'data.waiting': 'Collecting: {part}. The server asked to go slower.',
  'data.done': 'Your data are in the file {name}.',
  'data.partly':
    'The server could not tell: {parts}. The file {name} has all the rest. Try again later; if it stays so, tell who runs this.',
  'data.part.profile': 'profile',
  'data.part.sessions': 'sessions',
  'data.part.posts': 'posts',
  'data.part.payments': 'payments',
  'data.part.payouts': 'payouts',
  'data.part.movements': 'movements of your money',
  'data.part.results': 'closed months',
  'data.part.likes': 'likes of {month}',
  'data.part.outcomes': 'outcome of {month}',

  'leave.title': 'Leaving',
  'leave.text':
    'An account can’t be deleted with a click: the ledger keeps every transfer, and closed months have to add up for everybody. What you can do yourself: empty your profile, keep your likes to yourself, take back the likes of this month, cancel your membership, have your money paid out.',
  'leave.ask': 'To have your name and email removed, ask those who run this installation.',
} as const

const de = {
  'settings.title': 'Einstellungen',

  'profile.title': 'Profil',
  'profile.about': 'Über dich',
  'profile.about.hint': 'Ein paar Worte für alle, höchstens 500 Zeichen. Sie erscheinen, wie sie sind.',
  'profile.left': 'Noch {count} Zeichen',
  'profile.save': 'Profil speichern',
  'profile.saved': 'Dein Profil ist gespeichert.',
  'profile.see': 'So sehen es andere',
  'profile.fixed':
    'Du meldest dich mit {email} an. Kurzname und E-Mail lassen sich hier noch nicht ändern: Eine neue E-Mail müsste sich per Post beweisen, und diese Installation verschickt keine.',

  'privacy.title': 'Privatsphäre',
  'privacy.show': 'Zeigen, was ich like',
  'privacy.show.text':
    'Du stehst bei dem, was du likest, und dein Profil sagt, was du in diesem Monat likest. Wann, wie oft und was es bringt, bleibt deins.',
  'privacy.shown': 'Was du likest, ist jetzt zu sehen.',
  'privacy.hidden': 'Was du likest, gehört jetzt dir allein. Du stehst nirgends mehr.',
  'privacy.everybody': 'Alle sehen',
  'privacy.everybody.text':
    'Deinen Namen, Kurznamen und was du über dich sagst; was du schreibst; wie viele Likes deine Sachen haben.',
  'privacy.you': 'Nur du siehst',
  'privacy.you.text':
    'Deine E-Mail, Geldbörse und Mitgliedschaft; was du gegeben und bekommen hast; was du likest, wenn du es nicht zeigst; wo du angemeldet bist.',
  'privacy.operators': 'Auch Betreiber sehen',
  'privacy.operators.text':
    'Deine Papiere und Auszahlungen, um darüber zu entscheiden; wie eine Mitgliedschaft steht.',

  'password.title': 'Passwort',
  'password.present': 'Jetziges Passwort',
  'password.present.wrong': 'Gib das Passwort ein, mit dem du dich jetzt anmeldest.',
  'password.present.refused': 'Das ist nicht dein jetziges Passwort.',
  'password.new': 'Neues Passwort',
  'password.save': 'Passwort ändern',
  'password.saved_one': 'Dein Passwort ist geändert, und {count} andere Sitzung ist beendet.',
  'password.saved_other': 'Dein Passwort ist geändert, und {count} andere Sitzungen sind beendet.',
  'password.lead': 'Ein neues Passwort beendet alle deine anderen Sitzungen.',

  'sessions.title': 'Wo du angemeldet bist',
  'sessions.here': 'Dieser Browser',
  'sessions.other': 'Ein anderer Browser oder ein Programm',
  'sessions.since': 'seit {moment}',
  'sessions.until': 'endet von selbst am {moment}',
  'sessions.end': 'Beenden',
  'sessions.end.label': 'Die Sitzung seit {moment} beenden',
  'sessions.ended': 'Die Sitzung ist beendet.',

  'look.title': 'Sprache und Aussehen',
  'look.text': 'Steht in diesem Browser, und nirgends sonst.',

  'data.title': 'Deine Daten',
  'data.text':
    'Alles, was dir diese Installation über dich sagen kann, in einer Datei: Profil, Beiträge, Geldbörse mit jeder Bewegung deines Geldes, Mitgliedschaft mit ihren Zahlungen, Likes aller Monate mit dem, was jedes gegeben hat, Papiere, Auszahlungen, was abgeschlossene Monate ergeben haben, Sitzungen.',
  'data.not':
    'Nicht darin: dein Passwort, von dem nur ein Digest aufbewahrt wird; deine Steuernummer und deine ganze IBAN, die Betreiber für Papiere und Auszahlungen brauchen; wie viel du früher weitergegeben hast; was deine Bank oder dein Kartenanbieter aufbewahrt. Wer deine Sachen likt, entscheidet selbst, ob du es erfährst.',
  'data.get': 'Als JSON herunterladen',
  'data.busy': 'Wird gesammelt: {part}. Wer die Seite verlässt, bricht es ab.',
  'data.waiting': 'Wird gesammelt: {part}. Der Server hat gebeten, es langsamer zu tun.',
  'data.done': 'Deine Daten stehen in der Datei {name}.',
  'data.partly':
    'Das konnte der Server nicht sagen: {parts}. Alles andere steht in der Datei {name}. Versuch es später noch einmal; bleibt es so, sag es denen, die das hier betreiben.',
  'data.part.profile': 'Profil',
  'data.part.sessions': 'Sitzungen',
  'data.part.posts': 'Beiträge',
  'data.part.payments': 'Zahlungen',
  'data.part.payouts': 'Auszahlungen',
  'data.part.movements': 'Bewegungen deines Geldes',
  'data.part.results': 'abgeschlossene Monate',
  'data.part.likes': 'Likes vom {month}',
  'data.part.outcomes': 'Ergebnis vom {month}',

  'leave.title': 'Gehen',
  'leave.text':
    'Ein Konto lässt sich nicht mit einem Klick löschen: Das Hauptbuch behält jede Buchung, und abgeschlossene Monate müssen für alle aufgehen. Was du selbst tun kannst: dein Profil leeren, deine Likes für dich behalten, die Likes dieses Monats zurücknehmen, deine Mitgliedschaft kündigen, dein Geld auszahlen lassen.',
  'leave.ask': 'Um deinen Namen und deine E-Mail entfernen zu lassen, frage die Betreiber dieser Installation.',
}

export const useSettingsWords = wordsFrom({ en, de })
export type SettingsWords = ReturnType<typeof useSettingsWords>
