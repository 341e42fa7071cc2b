/** Pages that break or cannot be loaded: a page of their own instead of a white one. */

import { Component, useEffect, useState, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useWords } from '../messages/words'
import { NotLoaded } from './later'
import { Waiting } from './Waiting'

/** Shows its children, or what to do now that they broke; a new address is a new beginning. */
export function Guarded({ children }: { children: ReactNode }) {
  const [path] = useLocation()
  return <Guard path={path}>{children}</Guard>
}

interface GuardProps {
  path: string
  children: ReactNode
}

class Guard extends Component<GuardProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidUpdate({ path }: GuardProps) {
    if (path !== this.props.path && this.state.error !== null) {
      this.setState({ error: null })
    }
  }

  override render() {
    const { error } = this.state
    if (error === null) {
      return this.props.children
    }
    return error instanceof NotLoaded ? <Missed /> : <Broken />
  }
}

function Broken() {
  const { t } = useWords()
  return (
    <section className="card empty" role="alert">
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <p className="hero-ways">
        <Reload />
        <Link href="/" className="button-quiet">
          {t('broken.front')}
        </Link>
      </p>
    </section>
  )
}

/** If the server answers, then it has another version of the file: else nothing can be loaded. */
function Missed() {
  const { t } = useWords()
  const [attempt, setAttempt] = useState(0)
  const [answers, setAnswers] = useState<boolean | null>(null)
  useEffect(() => {
    let isOver = false
    void serverAnswers().then((does) => {
      if (isOver) {
        return
      }
      if (does && attempt > 0) {
        window.location.reload()
      } else {
        setAnswers(does)
      }
    })
    return () => {
      isOver = true
    }
  }, [attempt])
  if (answers === null) {
    return <Waiting />
  }
  return (
    <section className="card empty" role="alert">
      <h1>{t(answers ? 'broken.old' : 'broken.offline')}</h1>
      <p>{t(answers ? 'problem.UNKNOWN_DOCUMENT' : 'problem.NO_CONNECTION')}</p>
      {answers ? (
        <Reload />
      ) : (
        <button type="button" className="button" onClick={() => setAttempt(attempt + 1)}>
          {t('state.again')}
        </button>
      )}
    </section>
  )
}

export function Reload() {
  const { t } = useWords()
  return (
    <button type="button" className="button" onClick={() => window.location.reload()}>
      {t('state.reload')}
    </button>
  )
}

async function serverAnswers(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}
