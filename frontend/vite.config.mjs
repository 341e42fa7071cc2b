import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressed } from './tools/compressed.mjs'
import { generated } from './tools/documents.mjs'

/** The running server that `make frontend` works with. */
const SERVER = process.env.LIKEWISE_ADDRESS ?? 'http://127.0.0.1:8000'

/** The explorer stands at the address that the server gives it, while sources are served. */
function explorer() {
  return {
    name: 'explorer',
    configureServer(server) {
      server.middlewares.use((request, _, next) => {
        request.url = request.url.replace(/^\/admin\/explorer(?=$|\?)/, '/explorer.html')
        next()
      })
    },
  }
}

export default defineConfig({
  plugins: [generated(), react(), explorer(), compressed()],
  build: {
    outDir: '../platform/web/static',
    emptyOutDir: true,
    rolldownOptions: {
      input: ['index.html', 'explorer.html'],
      checks: { pluginTimings: false },
      // Packages say there what a compiler should leave alone that has done its work already.
      onLog: (level, log, pass) => log.code === 'MODULE_LEVEL_DIRECTIVE' || pass(level, log),
    },
    // The explorer's editor, for operators alone. The first page has its test: test_pages.py.
    chunkSizeWarningLimit: 3000,
    // Nothing is written into pages and styles: our Content-Security-Policy allows no data: there.
    assetsInlineLimit: 0,
    // Browsers that lack it load a little later.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // The explorer's worker imports them, and what workers import is not looked for.
  optimizeDeps: {
    include: ['graphql', 'monaco-graphql > picomatch-browser', 'monaco-graphql > graphql-language-service'],
  },
  server: {
    host: '127.0.0.1',
    // The explorer shows the examples.
    fs: { allow: ['.', '../examples'] },
    // The browser's own Host goes through, so that a session's cookie counts: cross_site.py.
    proxy: { '/graphql': { target: SERVER, ws: true, changeOrigin: false } },
  },
})
