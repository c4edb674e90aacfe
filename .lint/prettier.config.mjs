// How scripts look. Templates are not prettier's: white space counts in them (tests/guards/test_long_lines.py). Styles
// neither: it
// writes nine lines where four are read better.
export default { printWidth: 120, singleQuote: true };
