/** Papers that wait for an operator. */

import { operation } from '../../api/documents'
import { RegistrationQueueDocument } from '../../gql/graphql'
import '../../look/standing.css'
import '../../look/queues.css'
import { useConsoleWords } from '../../messages/console'
import { useQueueWords } from '../../messages/queues'
import { Console } from '../../parts/admin/Console'
import { PapersRow } from '../../parts/admin/PapersRow'
import { Queue } from '../../parts/admin/Queue'
import { useSlices } from '../../session/slices'

const QUEUE = operation(RegistrationQueueDocument)
const SLICE = 20

export function RegistrationsPage() {
  const { t: title } = useConsoleWords()
  const { t } = useQueueWords()
  const slices = useSlices(QUEUE, { first: SLICE })
  return (
    <Console title={title('console.registrations')}>
      <p className="quiet">{t('papers.lead')}</p>
      <Queue slices={slices} of={slices.data?.registrationQueue} state="SUBMITTED" empty={t('papers.empty')}>
        {(waiting, heard) =>
          waiting.map((papers) => (
            <PapersRow key={`${papers.id} ${papers.submittedAt}`} papers={papers} {...heard} />
          ))
        }
      </Queue>
    </Console>
  )
}
