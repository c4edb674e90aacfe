// Asking our own server. Both answer with the Response, also of a refusal; they throw where nothing came back.
import { meta } from './dom.js';

const JSON_WANTED = 'application/json';
export const ANYTHING = '*/*'; // for pieces of pages

export const get = (url, accept = JSON_WANTED) =>
  fetch(url, { credentials: 'same-origin', headers: { Accept: accept } });

// `fields`: whatever URLSearchParams takes; `more`: `token` in place of the page's own, and options of fetch
export function post(url, fields = {}, { token = meta('csrf-token'), ...more } = {}) {
  const headers = { Accept: JSON_WANTED, 'X-CSRFToken': token };
  return fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    headers,
    body: new URLSearchParams(fields),
    ...more,
  });
}

// What a refusal says, {} where the answer holds no JSON (a page of a proxy)
export const saidIn = (answer) => answer.json().catch(() => ({}));

// ms until the next try: `first`, doubled with every try, at most `most`
export const backoff = (tries, first, most) => Math.min(most, first * 2 ** tries);
// a whole school must not come back in the same second
export const spread = (ms) => ms * (0.7 + Math.random() * 0.6);
export const rest = (ms) => new Promise((done) => setTimeout(done, ms));
