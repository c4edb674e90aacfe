// Finding things in a page, and sentences with places for values. Nothing here knows a page.
export const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
export const one = (selector, within = document) => within.querySelector(selector);
export const meta = (name) => (one(`meta[name="${name}"]`) || {}).content || '';

// 'Step {n} of {all}' with its values; a place without a value stays as it is
export const filled = (words, values) =>
  words.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));

// 65 → '1:05'
export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
