/** What one step of the papers asks for. */

import { usePayoutWords } from '../../messages/payouts'
import { countries } from '../../words/countries'
import { asTyped } from '../../words/iban'
import { Choice } from '../Choice'
import { Field } from '../Field'
import type { Papers, PapersField, Step } from './papers'

interface PapersFieldsProps {
  step: Step
  papers: Papers
  refusedAt: (field: PapersField) => string | null
  onValue: (field: PapersField, text: string) => void
}

export function PapersFields({ step, papers, refusedAt, onValue }: PapersFieldsProps) {
  const { t, language } = usePayoutWords()
  switch (step) {
    case 'who':
      return (
        <Field
          label={t('papers.legalName')}
          hint={t('papers.legalName.hint')}
          wrong={t('papers.legalName.wrong')}
          refused={refusedAt('legalName')}
          autoComplete="name"
          dir="auto"
          required
          pattern=".*\S.*"
          maxLength={140}
          value={papers.legalName}
          onValue={(text) => onValue('legalName', text)}
        />
      )
    case 'tax':
      return (
        <>
          <Choice
            label={t('papers.country')}
            hint={t('papers.country.hint')}
            refused={refusedAt('country')}
            none={t('papers.country.none')}
            options={countries(language)}
            autoComplete="country"
            value={papers.country}
            onValue={(text) => onValue('country', text)}
          />
          <Field
            label={t('papers.taxNumber')}
            hint={t('papers.taxNumber.hint')}
            wrong={t('papers.taxNumber.wrong')}
            refused={refusedAt('taxNumber')}
            autoComplete="off"
            spellCheck={false}
            required
            pattern="(?=.*[0-9])\s*[A-Za-z0-9][A-Za-z0-9 .\/\-]{2,38}[A-Za-z0-9]\s*"
            value={papers.taxNumber}
            onValue={(text) => onValue('taxNumber', text)}
          />
        </>
      )
    default:
      return (
        <Field
          label={t('papers.iban')}
          hint={t('papers.iban.hint')}
          wrong={t('papers.iban.wrong')}
          refused={refusedAt('iban')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          dir="ltr"
          required
          maxLength={60}
          value={papers.iban}
          onValue={(text) => onValue('iban', asTyped(text, papers.iban))}
        />
      )
  }
}
