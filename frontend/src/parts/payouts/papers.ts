/** The papers while they are typed: kept in this tab, under the name of whose they are. */

import type { RegistrationPartsFragment } from '../../gql/graphql'
import { useDraft } from '../../session/draft'

export const FIELDS = ['legalName', 'country', 'taxNumber', 'iban'] as const
export type PapersField = (typeof FIELDS)[number]
export type Papers = Record<PapersField, string>

export const STEPS = ['who', 'tax', 'bank', 'check'] as const
export type Step = (typeof STEPS)[number]

/** Which step asks for a field. */
export const STEP_OF: Record<PapersField, Step> = {
  legalName: 'who',
  country: 'tax',
  taxNumber: 'tax',
  iban: 'bank',
}

interface PapersDraft {
  papers: Papers
  set: (field: PapersField, text: string) => void
  forget: () => void
}

/** What was typed, beginning with what of earlier papers is shown again. */
export function usePapersDraft(handle: string, standing: RegistrationPartsFragment | null): PapersDraft {
  const [legalName, setLegalName] = useDraft(`papers.${handle}.legalName`, standing?.legalName)
  const [country, setCountry] = useDraft(`papers.${handle}.country`, standing?.country)
  const [taxNumber, setTaxNumber] = useDraft(`papers.${handle}.taxNumber`)
  const [iban, setIban] = useDraft(`papers.${handle}.iban`)
  const setters = { legalName: setLegalName, country: setCountry, taxNumber: setTaxNumber, iban: setIban }
  return {
    papers: { legalName, country, taxNumber, iban },
    set: (field, text) => setters[field](text),
    forget: () => FIELDS.forEach((field) => setters[field]('')),
  }
}

/** The step to show: the one that is wanted, or an earlier one in which something is missing. */
export function stepFor(wanted: string | null, papers: Papers): Step {
  const missing = FIELDS.find((field) => !papers[field].trim())
  const furthest = missing ? STEPS.indexOf(STEP_OF[missing]) : STEPS.length - 1
  const asked = Math.max(0, STEPS.findIndex((each) => each === wanted))
  return STEPS[Math.min(asked, furthest)] ?? 'who'
}
