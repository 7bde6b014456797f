import { defineConfig } from 'vitest/config'

const source = { conditions: ['@berth/source'] }
const folders = '{packages,connectors,examples,test}'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'offline',
          globalSetup: ['test/temporary-folder-setup.ts'],
          // One module graph for all files: under a minute instead of one and a half.
          isolate: false,
          include: [`${folders}/**/*.test.ts`],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{live,journey,optin}.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'journey',
          globalSetup: ['test/temporary-folder-setup.ts'],
          include: [`${folders}/**/*.journey.test.ts`],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'live',
          include: [`${folders}/**/*.live.test.ts`],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['test/temporary-folder-setup.ts', 'test/servers/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // Servers that cannot be started here: an address in the environment has a suite run.
        resolve: source,
        ssr: { resolve: source },
        test: {
          name: 'opt-in',
          globalSetup: ['test/temporary-folder-setup.ts'],
          include: [`${folders}/**/*.optin.test.ts`],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
