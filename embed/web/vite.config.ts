import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const box = process.env.FLEETBOX_DEV_BOX ?? 'http://127.0.0.1:8081'

export default defineConfig({
  plugins: [react()],
  resolve: {
    // The catalogues lie outside this folder, where node would not find the packages.
    dedupe: ['react', 'react-dom'],
  },
  build: {
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
