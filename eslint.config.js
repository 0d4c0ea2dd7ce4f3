import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Forbids imports: the TypeScript side of "each layer points down". */
const walls = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const noAdapters = {
  regex: '(^|/)(react|vue)(/|\\.[jt]sx?$|$)|^react-dom',
  message: 'The client knows no framework: only js-glue/react and js-glue/vue do.',
};

const noSecondCore = {
  // A system's own `./client.ts` is another matter.
  regex: '^((\\.\\./)+(core|client|index)(/|\\.|$)|\\./(core|client)/)',
  message: "Import from 'chatwire': a relative path would bundle a second core.",
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'build/',
    '.toolchain/',
    'js-glue/core/generated/',
    'js-glue/generated/',
    'js-glue/library/',
    'tests/consumers/',
    'tests/support/hotReload/',
  ]),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers in messages are wanted; objects are not, and stay forbidden.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Taste, not safety: `return done()` as an early exit, env['NAME'], an empty string that counts as absent,
      // a callback that does nothing, `[...text]` for its code points.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions'] }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['js-glue/{react,vue,systems}/**', 'js-glue/{react,vue}.ts', 'web/app/**'],
    // Vue's `setup` is where its hooks belong.
    ignores: ['js-glue/vue/components/**'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    // Stores are objects that live outside React's data flow on purpose.
    rules: { 'react-hooks/immutability': 'off' },
  },
  {
    files: ['js-glue/**'],
    ignores: ['js-glue/{react,vue,systems}/**', 'js-glue/{react,vue}.ts'],
    rules: walls(noAdapters),
  },
  {
    files: ['js-glue/{react,vue,systems}/**', 'js-glue/{react,vue}.ts'],
    rules: walls(noSecondCore),
  },
  {
    files: ['js-glue/stores/**', 'js-glue/stores.ts'],
    rules: walls(noAdapters, noSecondCore),
  },
  {
    files: ['js-glue/**', 'web/app/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(JSXIdentifier, Identifier)[name=/^(dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML)$/]',
          message: 'What servers send never becomes HTML (S10).',
        },
      ],
    },
  },
  {
    files: ['web/**'],
    rules: walls({
      regex:
        'js-glue|^chatwire/(?!((react|vue)(/components)?|terminal|stores|wazuh|chat|dashboard|nexus|autobot|styles\\.css)$)',
      message: 'web/ is a consumer: it imports only what the package exports.',
    }),
  },
  {
    files: ['tests/**'],
    rules: {
      // Tests poke at wrong input on purpose.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        queueMicrotask: 'readonly',
        TextDecoder: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    // Parts of the benchmark run in Node, others in a page.
    files: ['bench/**/*.mjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        WebSocket: 'readonly',
        document: 'readonly',
        fetch: 'readonly',
        location: 'readonly',
        requestAnimationFrame: 'readonly',
        setImmediate: 'readonly',
        window: 'readonly',
      },
    },
  },
);
