// How scripts and styles look. Templates are not prettier's: white space counts in them (tests/guards/test_template_lines.py).
export default { printWidth: 120, singleQuote: true };
