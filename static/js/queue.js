// Answers of a quiz wait in this browser until the server has them. Only opaque ids and option letters are kept, never
// a name. One entry an attempt: {key, url, pairs: form fields, n: questions answered, touched, sent, due: local ms, at:
// local ms, tries}
import { meta } from './dom.js';
import { backoff, post, saidIn, spread } from './http.js';
import { newKey } from './retry-key.js';

export const WHO = meta('who');
export const CACHE = 'anxue-quiz';
const PREFIX = `anxue.q.${WHO}.`;
const WEEK = 7 * 24 * 3600e3;
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`queue-${name}`, { detail }));

export function read(id) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + id));
  } catch (broken) {
    return null;
  }
}
// True when it is really stored: a full or forbidden storage must not look like a kept answer.
export function write(id, entry) {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify({ ...entry, at: Date.now() }));
    return true;
  } catch (refused) {
    return false;
  }
}
export function remove(id) {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch (refused) {
    /* nothing was kept */
  }
}
const ids = () => {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length));
  } catch (refused) {
    return [];
  }
};
export const waiting = () => ids().filter((id) => (read(id) || {}).sent);
export const count = () => waiting().reduce((sum, id) => sum + read(id).n, 0);

export function handIn(id) {
  const entry = read(id);
  if (!entry) return Promise.resolve();
  write(id, { ...entry, sent: 1, tries: 0 });
  return (busy || Promise.resolve()).then(flush); // a round already under way does not know this entry
}

// ── Sending: on load, on `online`, by timer; an entry goes only after 2xx, or after a refusal whose words are shown
const FINAL = [404, 410, 413, 422];
let busy = null;
let timer = 0;
export function flush() {
  clearTimeout(timer);
  busy =
    busy ||
    sendAll()
      .catch(() => {})
      .then(() => {
        busy = null;
      });
  return busy;
}
async function sendAll() {
  let wait = 0;
  for (const id of waiting()) wait = Math.max(wait, await send(id));
  tell('changed');
  if (wait) timer = setTimeout(flush, wait);
}
async function send(id) {
  const entry = read(id);
  if (!entry) return 0;
  const answer = await told(entry);
  if (answer.ok) {
    remove(id);
    forgetPage(entry.url);
    tell('sent', { id, result: (await saidIn(answer)).result });
    return 0;
  }
  const said = answer.json ? await saidIn(answer) : {};
  if (FINAL.includes(answer.status) && said.error) {
    remove(id);
    tell('refused', { id, words: said.message });
    return 0;
  }
  tell('kept', { id, status: answer.status });
  write(id, { ...entry, tries: (entry.tries || 0) + 1 });
  return later(entry.tries || 0, Number(answer.headers && answer.headers.get('Retry-After')));
}
const later = (tries, asked) => spread(1000 * Math.max(asked || 0, backoff(tries, 2, 300)));
async function told(entry) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), 20000);
  try {
    return await post(entry.url, [...entry.pairs, ['who', WHO], ['key', entry.key]], { signal: stop.signal });
  } catch (unreachable) {
    return { ok: false, status: 0 };
  } finally {
    clearTimeout(limit);
  }
}

// ── The page kept for reloading without a network
const store = () => (self.caches && self.isSecureContext ? caches : null);
export function forgetPage(url) {
  if (store())
    caches
      .open(CACHE)
      .then((cache) => cache.delete(url))
      .catch(() => {});
}
export function forgetPages() {
  return store() ? caches.delete(CACHE).catch(() => {}) : Promise.resolve();
}

// ── At load: what ran out of time is handed in as it stands; another child's page is forgotten; old leftovers go
function tidy() {
  ids().forEach((id) => {
    const entry = read(id);
    if (!entry || Date.now() - entry.at > WEEK) remove(id);
    else if (!entry.sent && entry.n && entry.due && Date.now() > entry.due + 30000) write(id, { ...entry, sent: 1 });
  });
  try {
    if (localStorage.getItem('anxue.who') !== WHO) {
      forgetPages();
      localStorage.setItem('anxue.who', WHO);
    }
  } catch (refused) {
    /* a private window keeps nothing */
  }
}
if (WHO) {
  tidy();
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && waiting().length) flush();
  });
  flush();
}

// ── Keys of attempts: made here, so that a retry finds the same attempt
const freshKeys = () =>
  document.querySelectorAll('[data-key]').forEach((field) => {
    field.value = newKey();
  });
freshKeys();
addEventListener('pageshow', (event) => {
  if (event.persisted) freshKeys();
});
