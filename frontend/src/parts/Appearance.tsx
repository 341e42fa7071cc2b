/** Choosing a language, and light or dark. Each stands in a label. */

import { useWords, type Language } from '../messages/words'
import { chooseTheme, THEMES, useTheme, type Theme } from '../session/theme'

export function LanguageChoice() {
  const { language, setLanguage } = useWords()
  return (
    <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
      <option value="en" lang="en">
        English
      </option>
      <option value="de" lang="de">
        Deutsch
      </option>
    </select>
  )
}

export function ThemeChoice() {
  const { t } = useWords()
  const theme = useTheme()
  return (
    <select value={theme} onChange={(event) => chooseTheme(event.target.value as Theme)}>
      {THEMES.map((each) => (
        <option key={each} value={each}>
          {t(`theme.${each}`)}
        </option>
      ))}
    </select>
  )
}
