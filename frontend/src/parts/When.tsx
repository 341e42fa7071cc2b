/** A moment, as people say it. */

import { useWords } from '../messages/words'
import { inFull, when } from '../words/dates'

export function When({ moment }: { moment: string }) {
  const { language } = useWords()
  return (
    <time dateTime={moment} title={inFull(moment, language)}>
      {when(moment, language)}
    </time>
  )
}
