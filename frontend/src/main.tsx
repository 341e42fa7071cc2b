/** Where the web app begins. */

import '@fontsource-variable/figtree/wght.css'
import './look/tokens.css'
import './look/base.css'
import './look/shell.css'
import './look/parts.css'
import './look/pages.css'
import './look/money.css'
import './look/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'

const root = document.getElementById('root')
if (!root) {
  throw new Error('the page has no #root')
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
