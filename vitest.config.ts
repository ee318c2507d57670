import { defineConfig } from 'vitest/config';

// Unit and property tests run side by side; browser tests and whole-process tests run after them, one at a
// time, because the machine has two cores and a browser takes both.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/whole/**/*.test.ts', 'test/browser/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
});
