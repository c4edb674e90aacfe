// Scripts go to the browser as they stand: old class screens and phones read them, so nothing newer than ES2018 may be
// written (checked by the parser). How a line looks is prettier's.
import js from '@eslint/js';
import globals from 'globals';

const rules = {
  ...js.configs.recommended.rules,
  'no-unused-vars': ['error', { caughtErrors: 'none' }], // `catch (lost)` says what it means
  'max-len': [
    'error',
    { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
  ],
  'max-lines': ['error', 400],
  complexity: ['error', 20],
  eqeqeq: 'error',
  'no-implicit-globals': 'error',
  'no-shadow': 'error',
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'prefer-template': 'error',
  'no-use-before-define': ['error', { functions: false, variables: false }],
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector: "CallExpression[callee.name='fetch'] Property[key.value='X-CSRFToken']",
      message: 'post() of http.js does this.',
    },
  ],
};

export default [
  { ignores: ['static/vendor/**', 'static/dist/**'] },
  {
    files: ['static/js/**/*.js'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'module', globals: globals.browser },
    rules,
  },
  {
    files: ['static/js/camera-worker.js', 'static/js/camera-decode.js', 'static/sw.js'],
    languageOptions: {
      ecmaVersion: 2018,
      sourceType: 'script',
      globals: { ...globals.serviceworker, AR: 'readonly', CV: 'readonly', Cards: 'writable', BigInt: 'readonly' },
    },
    // Plain workers: importScripts knows no modules, what one file gives the other is global.
    rules: { ...rules, 'no-implicit-globals': 'off', 'no-var': 'off', 'no-redeclare': 'off', 'no-unused-vars': 'off' },
  },
  {
    files: ['tests/js/**/*.mjs', '.lint/*.mjs'],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: 'module',
      globals: { ...globals.nodeBuiltin, ...globals.browser },
    },
    rules: { ...rules, 'no-shadow': 'off' },
  },
];
