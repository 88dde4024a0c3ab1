import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { phoneShell } from './scripts/phone-shell.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const box = process.env.FLEETBOX_DEV_BOX ?? 'http://127.0.0.1:8081'

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/phone',
      filename: 'sw.ts',
      outDir: 'dist/phone',
      // The phone's page links its own manifest and registers the worker itself; the office has neither.
      manifest: false,
      injectRegister: false,
      injectManifest: {
        globDirectory: 'dist',
        globPatterns: ['phone/index.html'],
        // Only what the phone needs is kept on it: the office's files stay in the office.
        manifestTransforms: [async () => ({ manifest: await phoneShell(here('./dist')) })],
      },
    }),
  ],
  resolve: {
    // The catalogues lie outside this folder, where node would not find the packages.
    dedupe: ['react', 'react-dom'],
  },
  build: {
    manifest: true,
    target: ['chrome111', 'safari16.4', 'firefox115'],
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: {
        office: here('./index.html'),
        phone: here('./phone/index.html'),
      },
    },
  },
  server: {
    fs: { allow: [here('..')] },
    proxy: {
      '/api': box,
      '/media': box,
      '/c/': box,
    },
  },
})
