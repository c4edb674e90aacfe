// Faults, not taste: the standard set without what is about looks, and with what class screens and phones of ten years
// ago need.
export default {
  extends: 'stylelint-config-standard',
  rules: {
    // looks: a short rule stands on one line, at most 120 columns (tests/guards/test_long_lines.py)
    'at-rule-empty-line-before': null,
    'comment-empty-line-before': null,
    'declaration-empty-line-before': null,
    'custom-property-empty-line-before': null,
    'declaration-block-single-line-max-declarations': null,
    'rule-empty-line-before': null,
    'no-descending-specificity': null,
    'no-duplicate-selectors': null, // a section may come back to what an earlier one began
    'value-keyword-case': [
      'lower',
      { camelCaseSvgKeywords: true, ignoreKeywords: ['A4', 'currentColor', 'Roboto', 'Arial'] },
    ],
    'shorthand-property-no-redundant-values': null,
    'function-url-quotes': null,
    // old browsers
    'alpha-value-notation': null,
    'color-function-alias-notation': null,
    'color-function-notation': 'legacy',
    'declaration-block-no-redundant-longhand-properties': [
      true,
      { ignoreShorthands: ['/flex/', '/grid/', 'inset', '/gap/'] },
    ],
    'media-feature-range-notation': 'prefix',
    'property-no-deprecated': [
      true,
      {
        ignoreProperties: [
          'grid-gap',
          'grid-row-gap',
          'word-wrap',
          'clip',
          'page-break-after',
          'page-break-before',
          'page-break-inside',
        ],
      },
    ],
    'property-no-vendor-prefix': null,
    'value-no-vendor-prefix': null,
    'declaration-property-value-no-unknown': null, // does not know `text-wrap: pretty`, `zoom`
    'color-named': 'never', // colours are tokens
  },
};
