/**
 * The language in use: `const { t, n } = useWords()`. A missing message or value is a type error.
 * A part of the app that is loaded later has messages of its own: `wordsFrom`.
 */

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { forGood } from '../session/kept'
import { de } from './de'
import { en } from './en'

export type Language = 'en' | 'de'

type Texts = Record<string, string>
type Stem<Name> = Name extends `${infer Start}_other` ? Start : never
type Slot<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Slot<Rest> : never
type Filled<Text> = Record<Slot<Text>, string>
type Values<Text> = [Slot<Text>] extends [never] ? [] : [Filled<Text>]

export interface Words<Messages extends Texts = typeof en> {
  language: Language
  setLanguage: (language: Language) => void
  /** A message, with its values filled in. */
  t: <Name extends keyof Messages>(name: Name, ...values: Values<Messages[Name]>) => string
  /** The message that fits a number, which is its `{count}`. */
  n: <Name extends Stem<keyof Messages>>(
    name: Name,
    count: number,
    values: Omit<Filled<Messages[`${Name}_other`]>, 'count'>,
  ) => string
}

interface Choice {
  language: Language
  setLanguage: (language: Language) => void
}

const LANGUAGES: readonly string[] = ['en', 'de'] satisfies Language[]
const KEPT_AS = 'likewise.language'
const Context = createContext<Choice | null>(null)

function firstLanguage(): Language {
  const kept = forGood.get(KEPT_AS)
  const wanted = kept ? [kept] : navigator.languages
  const known = wanted.map((each) => each.slice(0, 2)).find((each) => LANGUAGES.includes(each))
  return (known ?? 'en') as Language
}

function fill(text: string, values: Texts = {}): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot)
}

function wordsIn<Messages extends Texts>(messages: Texts, choice: Choice): Words<Messages> {
  const number = new Intl.NumberFormat(choice.language)
  const cardinal = new Intl.PluralRules(choice.language)
  return {
    ...choice,
    t: (name, ...values) => fill(messages[name as string] ?? '', values[0]),
    n: (name, count, values) => {
      const form = cardinal.select(count) === 'one' ? 'one' : 'other'
      return fill(messages[`${name}_${form}`] ?? '', { count: number.format(count), ...values })
    },
  }
}

/** What gives the words of a part of the app: `const useMoreWords = wordsFrom({ en, de })`. */
export function wordsFrom<const Messages extends Texts>(messages: {
  en: Messages
  de: Record<keyof Messages, string>
}) {
  function useTheseWords(): Words<Messages> {
    const choice = use(Context)
    if (!choice) {
      throw new Error('words stand outside of WordsProvider')
    }
    return useMemo(() => wordsIn<Messages>(messages[choice.language], choice), [choice])
  }
  return Object.assign(useTheseWords, { messages })
}

/** The words that are there from the beginning. */
export const useWords = wordsFrom({ en, de })

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo(() => {
    const choose = (chosen: Language) => {
      forGood.keep(KEPT_AS, chosen)
      setLanguage(chosen)
    }
    return { language, setLanguage: choose }
  }, [language])
  return <Context value={choice}>{children}</Context>
}
