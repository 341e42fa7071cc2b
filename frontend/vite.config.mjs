import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './tools/compressed.mjs'
import { generated } from './tools/documents.mjs'

/** The running server that `make frontend` works with. */
const SERVER = process.env.LIKEWISE_ADDRESS ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [generated(), react(), compressed()],
  build: {
    outDir: '../platform/web/static',
    emptyOutDir: true,
    // Nothing is written into pages and styles: our Content-Security-Policy allows no data: there.
    assetsInlineLimit: 0,
    // Browsers that lack it load a little later.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    // The browser's own Host goes through, so that a session's cookie counts: cross_site.py.
    proxy: { '/graphql': { target: SERVER, ws: true, changeOrigin: false } },
  },
})
