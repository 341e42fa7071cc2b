/** The papers before they are handed in, each with the way back to where it was typed. */

import { usePayoutWords } from '../../messages/payouts'
import { countryName } from '../../words/countries'
import { inGroups } from '../../words/iban'
import { FIELDS, STEP_OF, type Papers, type Step } from './papers'

interface CheckPapersProps {
  papers: Papers
  onEdit: (step: Step) => void
}

export function CheckPapers({ papers, onEdit }: CheckPapersProps) {
  const { t, language } = usePayoutWords()
  const shown = {
    ...papers,
    country: countryName(papers.country, language),
    iban: inGroups(papers.iban),
  }
  return (
    <dl className="check">
      {FIELDS.map((field) => (
        <div key={field}>
          <dt>{t(`papers.${field}`)}</dt>
          <dd dir="auto">{shown[field]}</dd>
          <dd>
            <button
              type="button"
              className="link"
              aria-label={t('register.edit', { what: t(`papers.${field}`) })}
              onClick={() => onEdit(STEP_OF[field])}
            >
              {t('register.edit.short')}
            </button>
          </dd>
        </div>
      ))}
    </dl>
  )
}
