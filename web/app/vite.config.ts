import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite` (the dev server) finds the reference backend; `npm start` serves page and backend on one port instead. */
const backend = process.env['CHATWIRE_BACKEND'] ?? 'http://127.0.0.1:8080';

// `chatwire` needs no alias: Node's self-reference leads through the package's own `exports` to dist/.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2022', sourcemap: true },
  server: {
    proxy: {
      // Each system's sockets (web/server/PROTOCOL.md); one without a path is the dev server's own.
      '^/(ws|nexus|(autobot|wazuh|chat|dashboard)/ws)': { target: backend, ws: true },
      '/demo/': backend,
      '/auth/token': backend,
    },
  },
});
