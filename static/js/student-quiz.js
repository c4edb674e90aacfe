// The paper: one question a screen, every answer kept in this browser at once, handed in through the queue.
import { all, filled, minutes, one } from './dom.js';
import { post, saidIn } from './http.js';
import { CACHE, WHO, handIn, flush, read, write } from './queue.js';
import { changes, fromHere, ofPlaces, unsentIn } from './quiz-answers.js';

const form = document.getElementById('paper');
const id = form ? form.dataset.paper : '';
const OWN = ['csrf_token', 'who', 'key', 'move'];
const places = form ? all('[data-q]', form) : [];
const touched = new Set(); // orderings that stand as the pupil wants them
const known = new Set(); // questions this device has a word on
const unsent = changes(); // not yet with the server
let here = 0;
let due = 0;

// ── Keeping and restoring
const pairs = () => Array.from(new FormData(form)).filter(([name]) => !OWN.includes(name));
function answered(place) {
  const question = places[place];
  if (question.dataset.kind === 'ordering') return touched.has(place);
  const said = all('input:checked:not([name$="-sure"]), select', question).filter((field) => field.value);
  return new Set(said.map((field) => field.name)).size >= (question.dataset.need || 1);
}
const done = () => places.map((question, place) => place).filter(answered);
function keep() {
  const before = read(id);
  if (before && before.sent) return true;
  const has = done();
  const sure = ['known', [...new Set([...known, ...has])].join(',')];
  const stored = write(id, {
    key: form.key.value,
    url: form.getAttribute('action'),
    pairs: [...pairs(), sure],
    n: has.length,
    touched: [...touched],
    known: [...known],
    unsent: unsent.places(),
    draft: draftNo,
    due,
  });
  sayKept(stored, has.length);
  all('[data-dot]').forEach((dot) => {
    const is = answered(Number(dot.dataset.dot));
    dot.classList.toggle('is-done', is);
    one('[data-dot-words]', dot).textContent = is ? one('.dots').dataset.done : '';
  });
  return stored;
}
function sayKept(stored, n) {
  const badge = one('[data-kept]');
  const words = draftNo && !unsent.size ? badge.dataset.wordsSent : badge.dataset.words;
  badge.classList.toggle('is-empty', !n || !(stored || (draftNo && !unsent.size)));
  one('[data-kept-words]').textContent = badge.classList.contains('is-empty') ? '' : filled(words, { n });
}
// What is kept here goes over what the page shows, except where another device has answered since.
function restore(entry) {
  const mine = fromHere(entry, Number(form.dataset.draftNo));
  places
    .filter((question) => mine(Number(question.dataset.q)))
    .forEach((question) => {
      const place = Number(question.dataset.q);
      if ((entry.touched || []).includes(place)) touched.add(place);
      if ((entry.known || []).includes(place)) known.add(place);
      if (unsentIn(entry, place)) unsent.restore(place);
      restoreOne(entry, question);
    });
}
function restoreOne(entry, within) {
  all('input[type=radio], input[type=checkbox]', within).forEach((box) => {
    box.checked = entry.pairs.some(([name, value]) => name === box.name && value === box.value);
  });
  all('select', within).forEach((field) => {
    field.value = (entry.pairs.find(([name]) => name === field.name) || [0, ''])[1];
  });
  [within]
    .filter((question) => question.dataset.kind === 'ordering')
    .forEach((question) => {
      const list = one('.order-list', question);
      const items = all('.order-item', list);
      const name = one('input', list).name;
      entry.pairs
        .filter((pair) => pair[0] === name)
        .forEach(([, value]) => {
          const item = items.find((each) => one('input', each).value === value);
          if (item) list.appendChild(item);
        });
      all('.order-item', list).forEach((item, place, every) => {
        all('[name=move]', item).forEach((move) => {
          move.disabled = move.value.endsWith(':up') ? place === 0 : place === every.length - 1;
        });
      });
    });
  all('[data-spot] input:checked', within).forEach((box) => box.dispatchEvent(new Event('change', { bubbles: true })));
}

// ── Sent as it is made, where there is a network: another device goes on from here. It earns nothing until handed in.
let draftNo = 0;
let draftTimer = 0;
let drafting = false;
function changed(place) {
  known.add(place);
  unsent.note(place);
  keep();
  draftSoon(700);
}
function draftSoon(ms) {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(sendDraft, ms);
}
async function sendDraft(leaving = false) {
  const entry = read(id);
  if (drafting || !unsent.size || form.hidden || !navigator.onLine || (entry && entry.sent)) return;
  drafting = true;
  const sending = unsent.now();
  const fields = [
    ...ofPlaces(pairs(), sending),
    ['places', [...sending.keys()].join(',')],
    ['who', WHO],
    ['key', form.key.value],
  ];
  const answer = await post(form.dataset.draft, fields, { token: form.csrf_token.value, keepalive: leaving }).catch(
    () => null,
  );
  const said = answer && answer.ok ? await saidIn(answer) : {};
  drafting = false;
  if (said.result) {
    location.replace(said.result);
    return;
  } // handed in on another device
  if (!said.no) {
    if (!answer || answer.status >= 429) draftSoon((20 + Math.random() * 40) * 1000);
    return;
  } // busy or away: kept here, tried again
  draftNo = said.no;
  unsent.arrived(sending);
  keep();
  if (unsent.size) draftSoon(700);
}

// ── One question a screen
function show(place, focus) {
  here = Math.max(0, Math.min(places.length - 1, place));
  places.forEach((question, index) => {
    question.hidden = index !== here;
  });
  all('[data-dot]').forEach((dot, index) => {
    if (index === here) dot.setAttribute('aria-current', 'step');
    else dot.removeAttribute('aria-current');
  });
  one('[data-back]').hidden = here === 0;
  one('[data-on]').hidden = here === places.length - 1;
  one('[data-send]').hidden = here !== places.length - 1;
  if (focus) {
    scrollTo(0, 0);
    places[here].focus({ preventScroll: true });
  }
}
function pass() {
  // leaving an ordering with "next" says: it is right as it stands
  if (places[here].dataset.kind === 'ordering' && !touched.has(here)) {
    touched.add(here);
    changed(here);
  }
}

// ── Handing in
function send() {
  if (!keep()) {
    one('[data-send]').disabled = true;
    form.submit();
    return;
  } // nothing can be kept here: the form itself is sent
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
  ['offline', 'sign-in', 'refused'].forEach((each) => {
    one(`[data-waiting-${each}]`).hidden = each !== state;
  });
  if (words) {
    one('[data-waiting-refused]').textContent = words;
    title.textContent = '';
  }
  one('[data-retry]').hidden = state === 'sending' || state === 'refused';
}
document.addEventListener('queue-kept', (event) => {
  if (event.detail.id === id) say(event.detail.status === 401 ? 'sign-in' : 'offline');
});
document.addEventListener('queue-refused', (event) => {
  if (event.detail.id === id) say('refused', event.detail.words);
});
document.addEventListener('queue-sent', (event) => {
  if (event.detail.id === id) location.replace(event.detail.result || location.href);
});
addEventListener('storage', (event) => {
  // another tab handed this one in
  if (event.key && event.key.endsWith(`.${id}`) && event.newValue === null) location.reload();
});

function missing() {
  const open = places.map((question, place) => place).filter((place) => !answered(place));
  if (!open.length) {
    send();
    return;
  }
  const words = one('[data-missing-words]');
  const comma = document.documentElement.lang.startsWith('zh') ? '、' : ', ';
  words.textContent = filled(words.dataset.words, { n: open.length, list: open.map((place) => place + 1).join(comma) });
  const dialog = document.getElementById('missing');
  if (!dialog.showModal) {
    if (confirm(words.textContent)) send();
    return;
  }
  dialog.showModal();
  one('[data-go-missing]').onclick = () => {
    dialog.close();
    show(open[0], true);
  };
  one('[data-send-anyway]').onclick = () => {
    dialog.close();
    send();
  };
}

// ── Time left: counted from the server's clock at first sight; a wrong or changed clock here only changes the display
function tick() {
  const left = Math.max(0, Math.round((due - Date.now()) / 1000));
  one('[data-time-left]').textContent = minutes(left);
  one('.quiz-time').classList.toggle('is-short', left <= 60);
  if (left) setTimeout(tick, 500);
  else if (!form.hidden && done().length) send();
}

// ── Where a service worker may run: the page and what it needs, for a reload without a network
async function keepPage() {
  if (!self.caches || !self.isSecureContext || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/student/offline-worker', { scope: '/student/' });
  const parts = [...all('link[rel=stylesheet], script[src], img'), ...all('use')]
    .map((part) => part.src || part.href.baseVal || part.href)
    .map((url) => url.split('#')[0]);
  const imports = performance
    .getEntriesByType('resource')
    .map((part) => part.name)
    .filter((url) => url.startsWith(`${location.origin}/static/`));
  const needed = new Set([...parts, ...imports]);
  const cache = await caches.open(CACHE);
  // reloaded without a network this fails, and what is kept stays for the next reload
  await cache.add(location.pathname);
  await Promise.all([...needed].map((url) => cache.add(url).catch(() => {})));
  const older = (await cache.keys()).filter(
    ({ url }) => url !== location.origin + location.pathname && !needed.has(url),
  );
  await Promise.all(older.map((left) => cache.delete(left)));
}

if (form && WHO) {
  const kept = read(id);
  draftNo = Math.max(Number(form.dataset.draftNo), (kept && kept.draft) || 0);
  places
    .filter((question) => 'answered' in question.dataset && question.dataset.kind === 'ordering')
    .forEach((question) => touched.add(Number(question.dataset.q)));
  due = (kept && kept.due) || Date.now() + (form.dataset.due - form.dataset.now);
  if (kept) restore(kept);
  form.classList.add('is-paged');
  keep();
  const open = places.findIndex((question, place) => !answered(place));
  show(done().length ? (open < 0 ? places.length - 1 : open) : 0);
  if (unsent.size) draftSoon(700);
  if (form.dataset.due > form.dataset.now) tick();
  if (kept && kept.sent) {
    form.hidden = true;
    one('[data-waiting]').hidden = false;
    say('sending');
    flush();
  }
  form.addEventListener('change', (event) => {
    const question = event.target.closest('[data-q]');
    if (!question) return;
    if (question.dataset.kind === 'ordering') touched.add(Number(question.dataset.q));
    changed(Number(question.dataset.q));
    const second = one('.second-step', question); // "why" may stand below the edge of a phone
    if (second && !one('input:checked', second)) second.scrollIntoView({ block: 'center' });
  });
  addEventListener('online', () => sendDraft());
  addEventListener('pagehide', () => sendDraft(true));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    pass();
    missing();
  });
  one('[data-on]').addEventListener('click', () => {
    pass();
    show(here + 1, true);
  });
  one('[data-back]').addEventListener('click', () => show(here - 1, true));
  one('[data-retry]').addEventListener('click', () => {
    say('sending');
    handIn(id);
  });
  one('.dots').addEventListener('click', (event) => {
    const dot = event.target.closest('[data-dot]');
    if (dot) {
      event.preventDefault();
      show(Number(dot.dataset.dot), true);
    }
  });
  keepPage().catch(() => {});
}
