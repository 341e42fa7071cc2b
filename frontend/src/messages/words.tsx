/** The language in use: `const { t, n } = useWords()`. A missing message or value is a type error. */

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { de } from './de'
import { en } from './en'

export type Language = 'en' | 'de'
export type Key = keyof typeof en

type Stem<Name> = Name extends `${infer Start}_other` ? Start : never
type Plural = Stem<Key>
type Slot<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Slot<Rest> : never
type Filled<Name extends Key> = Record<Slot<(typeof en)[Name]>, string>
type Values<Name extends Key> = [Slot<(typeof en)[Name]>] extends [never] ? [] : [Filled<Name>]
type PluralValues<Name extends Plural> = Omit<Filled<`${Name}_other` & Key>, 'count'>

export interface Words {
  language: Language
  setLanguage: (language: Language) => void
  /** A message, with its values filled in. */
  t: <Name extends Key>(name: Name, ...values: Values<Name>) => string
  /** The message that fits a number, which is its `{count}`. */
  n: <Name extends Plural>(name: Name, count: number, values: PluralValues<Name>) => string
  /** A place in a row: "12th". */
  nth: (count: number) => string
}

const MESSAGES: Record<Language, Record<Key, string>> = { en, de }
const KEPT_AS = 'likewise.language'
const Context = createContext<Words | null>(null)

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  const wanted = kept ? [kept] : navigator.languages
  const known = wanted.map((each) => each.slice(0, 2)).find((each) => each in MESSAGES)
  return (known ?? 'en') as Language
}

function fill(text: string, values: Record<string, string> = {}): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot)
}

function wordsIn(language: Language, setLanguage: Words['setLanguage']): Words {
  const messages = MESSAGES[language]
  const number = new Intl.NumberFormat(language)
  const cardinal = new Intl.PluralRules(language)
  const ordinal = new Intl.PluralRules(language, { type: 'ordinal' })
  return {
    language,
    setLanguage,
    t: (name, ...values) => fill(messages[name], values[0]),
    n: (name, count, values) => {
      const form = cardinal.select(count) === 'one' ? 'one' : 'other'
      const text = messages[`${name}_${form}` as Key]
      return fill(text, { count: number.format(count), ...(values as Record<string, string>) })
    },
    nth: (count) => {
      const text = messages[`nth.${ordinal.select(count)}` as Key] ?? messages['nth.other']
      return fill(text, { count: number.format(count) })
    },
  }
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const words = useMemo(() => {
    const choose = (chosen: Language) => {
      localStorage.setItem(KEPT_AS, chosen)
      setLanguage(chosen)
    }
    return wordsIn(language, choose)
  }, [language])
  return <Context value={words}>{children}</Context>
}

export function useWords(): Words {
  const words = use(Context)
  if (!words) {
    throw new Error('useWords stands outside of WordsProvider')
  }
  return words
}
