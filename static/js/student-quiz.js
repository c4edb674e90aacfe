// The paper: one question a screen, every answer kept in this browser at once, handed in through the queue.
import { CACHE, WHO, handIn, flush, read, write } from './queue.js';

const form = document.getElementById('paper');
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
const one = (selector, within = document) => within.querySelector(selector);
const id = form ? form.dataset.paper : '';
const OWN = ['csrf_token', 'who', 'key', 'move'];
const places = form ? all('[data-q]', form) : [];
const touched = new Set();
let here = 0;
let due = 0;

// ── Keeping and restoring
const pairs = () => Array.from(new FormData(form)).filter(([name]) => !OWN.includes(name));
function answered(place) {
  const question = places[place];
  if (question.dataset.kind === 'ordering') return touched.has(place);
  return all('input:checked', question).length > 0 || all('select', question).some((field) => field.value);
}
const done = () => places.map((question, place) => place).filter(answered);
function keep() {
  const before = read(id);
  if (before && before.sent) return true;
  const stored = write(id, { key: form.key.value, url: form.getAttribute('action'), pairs: pairs(), n: done().length, touched: [...touched], due });
  const words = one('[data-kept-words]');
  one('[data-kept]').classList.toggle('is-empty', !stored || !done().length);
  words.textContent = stored && done().length ? one('[data-kept]').dataset.words.replace('{n}', done().length) : '';
  all('[data-dot]').forEach((dot) => {
    const has = answered(Number(dot.dataset.dot));
    dot.classList.toggle('is-done', has);
    one('[data-dot-words]', dot).textContent = has ? one('.dots').dataset.done : '';
  });
  return stored;
}
function restore(entry) {
  (entry.touched || []).forEach((place) => touched.add(place));
  all('input[type=radio], input[type=checkbox]', form).forEach((box) => { box.checked = entry.pairs.some(([name, value]) => name === box.name && value === box.value); });
  all('select', form).forEach((field) => { field.value = (entry.pairs.find(([name]) => name === field.name) || [0, ''])[1]; });
  all('[data-kind=ordering]', form).forEach((question) => {
    const list = one('.order-list', question);
    const items = all('.order-item', list);
    const name = one('input', list).name;
    entry.pairs.filter((pair) => pair[0] === name).forEach(([, value]) => {
      const item = items.find((each) => one('input', each).value === value);
      if (item) list.appendChild(item);
    });
    all('.order-item', list).forEach((item, place, every) => {
      all('[name=move]', item).forEach((move) => { move.disabled = move.value.endsWith(':up') ? place === 0 : place === every.length - 1; });
    });
  });
  all('[data-spot] input:checked', form).forEach((box) => box.dispatchEvent(new Event('change', { bubbles: true })));
}

// ── One question a screen
function show(place, focus) {
  here = Math.max(0, Math.min(places.length - 1, place));
  places.forEach((question, index) => { question.hidden = index !== here; });
  all('[data-dot]').forEach((dot, index) => { if (index === here) dot.setAttribute('aria-current', 'step'); else dot.removeAttribute('aria-current'); });
  one('[data-back]').hidden = here === 0;
  one('[data-on]').hidden = here === places.length - 1;
  one('[data-send]').hidden = here !== places.length - 1;
  if (focus) { scrollTo(0, 0); places[here].focus({ preventScroll: true }); }
}
function pass() { // leaving an ordering with "next" says: it is right as it stands
  if (places[here].dataset.kind === 'ordering') { touched.add(here); keep(); }
}

// ── Handing in
function send() {
  if (!keep()) { one('[data-send]').disabled = true; form.submit(); return; } // nothing can be kept here: the form itself is sent
  form.hidden = true;
  const panel = one('[data-waiting]');
  panel.hidden = false;
  panel.focus();
  say('sending');
  handIn(id);
}
function say(state, words) {
  const title = one('[data-waiting-title]');
  if (state !== 'refused') title.textContent = title.dataset[state] || title.dataset.offline;
  ['offline', 'sign-in', 'refused'].forEach((each) => { one(`[data-waiting-${each}]`).hidden = each !== state; });
  if (words) { one('[data-waiting-refused]').textContent = words; title.textContent = ''; }
  one('[data-retry]').hidden = state === 'sending' || state === 'refused';
}
document.addEventListener('queue-kept', (event) => { if (event.detail.id === id) say(event.detail.status === 401 ? 'sign-in' : 'offline'); });
document.addEventListener('queue-refused', (event) => { if (event.detail.id === id) say('refused', event.detail.words); });
document.addEventListener('queue-sent', (event) => { if (event.detail.id === id) location.replace(event.detail.result || location.href); });
addEventListener('storage', (event) => { // another tab handed this one in
  if (event.key && event.key.endsWith(`.${id}`) && event.newValue === null) location.reload();
});

function missing() {
  const open = places.map((question, place) => place).filter((place) => !answered(place));
  if (!open.length) { send(); return; }
  const words = one('[data-missing-words]');
  words.textContent = words.dataset.words.replace('{n}', open.length).replace('{list}', open.map((place) => place + 1).join(document.documentElement.lang.startsWith('zh') ? '、' : ', '));
  const dialog = document.getElementById('missing');
  if (!dialog.showModal) { if (confirm(words.textContent)) send(); return; }
  dialog.showModal();
  one('[data-go-missing]').onclick = () => { dialog.close(); show(open[0], true); };
  one('[data-send-anyway]').onclick = () => { dialog.close(); send(); };
}

// ── Time left: counted from the server's clock at first sight; a wrong or changed clock here only changes the display
function tick() {
  const left = Math.max(0, Math.round((due - Date.now()) / 1000));
  one('[data-time-left]').textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  one('.quiz-time').classList.toggle('is-short', left <= 60);
  if (left) setTimeout(tick, 500); else if (!form.hidden && done().length) send();
}

// ── Where a service worker may run: the page and what it needs, for a reload without a network
async function keepPage() {
  if (!self.caches || !self.isSecureContext || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/student/offline-worker', { scope: '/student/' });
  const parts = [...all('link[rel=stylesheet], script[src], img'), ...all('use')]
    .map((part) => part.src || part.href.baseVal || part.href).map((url) => url.split('#')[0]);
  const imports = performance.getEntriesByType('resource').map((part) => part.name).filter((url) => url.startsWith(`${location.origin}/static/`));
  const needed = new Set([...parts, ...imports]);
  const cache = await caches.open(CACHE);
  await cache.add(location.pathname); // reloaded without a network this fails, and what is kept stays for the next reload
  await Promise.all([...needed].map((url) => cache.add(url).catch(() => {})));
  const older = (await cache.keys()).filter(({ url }) => url !== location.origin + location.pathname && !needed.has(url));
  await Promise.all(older.map((left) => cache.delete(left)));
}

if (form && WHO) {
  const kept = read(id);
  due = (kept && kept.due) || Date.now() + (form.dataset.due - form.dataset.now);
  if (kept) restore(kept);
  form.classList.add('is-paged');
  keep();
  const open = places.findIndex((question, place) => !answered(place));
  show(kept && kept.n ? (open < 0 ? places.length - 1 : open) : 0);
  if (form.dataset.due > form.dataset.now) tick();
  if (kept && kept.sent) { form.hidden = true; one('[data-waiting]').hidden = false; say('sending'); flush(); }
  form.addEventListener('change', (event) => {
    const question = event.target.closest('[data-q]');
    if (question && question.dataset.kind === 'ordering') touched.add(Number(question.dataset.q));
    keep();
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); event.stopPropagation(); pass(); missing(); });
  one('[data-on]').addEventListener('click', () => { pass(); show(here + 1, true); });
  one('[data-back]').addEventListener('click', () => show(here - 1, true));
  one('[data-retry]').addEventListener('click', () => { say('sending'); handIn(id); });
  one('.dots').addEventListener('click', (event) => {
    const dot = event.target.closest('[data-dot]');
    if (dot) { event.preventDefault(); show(Number(dot.dataset.dot), true); }
  });
  keepPage().catch(() => {});
}
