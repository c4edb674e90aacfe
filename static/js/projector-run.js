// The class screen. Each turn shows at once and is told to the server afterwards, so a slow or broken line never stops a lesson;
// the screen also follows the teacher's phone. Without this file every turn is a form.
import { taught } from './teacher-clock.js';
import { phones } from './projector-phone.js';
import { fitting } from './projector-fit.js';

const run = document.querySelector('[data-run]');
let steps = Array.from(run.children);
let dots = Array.from(document.querySelectorAll('[data-dot]'));
const token = document.querySelector('meta[name="csrf-token"]').content;
const said = document.querySelector('[data-said]');
const pausedBox = document.querySelector('[data-paused]');
const blank = document.querySelector('[data-blank]');
const offline = document.querySelector('[data-offline]');
const forms = { back: document.querySelector('[data-go="-1"]'), next: document.querySelector('[data-go="1"]') };
let last = Number(run.dataset.last);
let place = Number(run.dataset.place); // what this screen shows
let known = place; // what the server is known to hold
let sending = false;
let turns = 0; // a poll asked before a turn and answered after it would name the old place: it is not believed
let mode = null;
let returning = null; // the question a slide was turned back from

const clock = taught(document.querySelector('[data-taught]'));

// ── Showing
function show(target) {
  const from = steps[place];
  place = Math.max(0, Math.min(last, target));
  const step = steps[place];
  if (from !== step) {
    from.querySelectorAll('video').forEach((film) => film.pause());
    if (document.fullscreenElement && from.contains(document.fullscreenElement)) document.exitFullscreen(); // else the screen stays black
  }
  steps.forEach((one) => { one.hidden = one !== step; });
  dots.forEach((dot, n) => { dot.className = n === place ? 'is-now' : n < place ? 'is-done' : ''; });
  forms.back.querySelector('button').disabled = place === 0;
  forms.next.querySelector('button').disabled = place === last;
  document.body.dataset.step = step.dataset.kind;
  said.textContent = said.dataset.words.replace('{n}', place + 1).replace('{all}', last + 1);
  blank.hidden = true;
  if (!('fetch' in step.dataset)) ready(step);
  else if (step.dataset.kind === 'ask' && step.firstElementChild) ready(step); // fetched ahead; the others change
  else {
    if (['vote', 'end'].includes(step.dataset.kind) && step.firstElementChild) ready(step); // seen at once; its counts follow
    fill(step);
  }
  const ahead = steps[place + 1];
  if (ahead && ['ask', 'vote', 'again'].includes(ahead.dataset.kind) && !ahead.firstElementChild) fill(ahead);
  offerReturn();
}

// ── After "teach it again" without another question: the way back to where the class was
function offerReturn() {
  const button = document.querySelector('[data-return]');
  if (place === returning) returning = null;
  if (button) button.hidden = returning === null;
}

// Steps were put in (a question asked again) on this screen or on the phone: the page is drawn anew without leaving full screen.
async function redraw() {
  const answer = await fetch(location.href, { credentials: 'same-origin' });
  if (!answer.ok) throw answer.status;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-run]');
  if (!fresh) { location.assign(run.dataset.over); return; }
  run.innerHTML = fresh.innerHTML;
  document.querySelector('.screen-dots').innerHTML = page.querySelector('.screen-dots').innerHTML;
  steps = Array.from(run.children);
  dots = Array.from(document.querySelectorAll('[data-dot]'));
  last = Number(fresh.dataset.last);
  place = known = Number(fresh.dataset.place);
  show(place);
}

const fit = () => fitting(run.closest('.stage'), steps[place]);
addEventListener('resize', fit);
if (window.ResizeObserver) new ResizeObserver(fit).observe(run); // the camera's strip under the step came or went
run.addEventListener('load', fit, true); // pictures that came later

function ready(step) {
  step.querySelectorAll('[data-hands]').forEach(prepareHands);
  document.body.toggleAttribute('data-weak', Boolean(step.querySelector('[data-weak]')));
  const film = step.querySelector('video');
  if (film) film.focus({ preventScroll: true });
  fit();
}

async function fill(step) {
  try {
    const answer = await fetch(run.dataset.step + step.dataset.place, { credentials: 'same-origin' });
    if (!answer.ok) throw answer.status;
    step.innerHTML = await answer.text();
    if (!step.hidden) ready(step);
    offline.hidden = true;
  } catch (lost) {
    offline.hidden = false;
    if (!step.hidden) setTimeout(() => { if (!step.hidden) fill(step); }, 2000);
  }
}

// ── Telling the server: one request at a time, always the newest place
const post = (url, fields) => fetch(url, {
  method: 'POST', credentials: 'same-origin', headers: { Accept: 'application/json', 'X-CSRFToken': token }, body: new URLSearchParams(fields),
});

async function tell() {
  if (sending || known === place) return;
  sending = true;
  turns += 1;
  const target = place;
  try {
    const answer = await post(run.dataset.turn, { place: target, was: known });
    if (answer.status === 409 || answer.status === 404 || answer.status === 401) { location.assign(run.dataset.over); return; }
    if (!answer.ok) throw answer.status;
    heard(await answer.json(), target);
    offline.hidden = true;
    sending = false;
    tell();
  } catch (lost) {
    offline.hidden = false;
    sending = false;
    setTimeout(tell, 2000);
  }
}

function heard(state, told) {
  if (state.state !== 'running' && state.state !== 'paused') { location.assign(run.dataset.over); return; }
  if (mode !== null && mode !== state.mode) { location.reload(); return; }
  mode = state.mode;
  if ('last' in state && state.last !== last) { redraw().catch(() => { offline.hidden = false; }); return; }
  const followed = state.place !== told;
  known = state.place;
  phones(state.phones, mode);
  count(state);
  clock(state.seconds, state.state);
  pausedBox.hidden = state.state !== 'paused';
  document.querySelectorAll('[data-version]').forEach((field) => { field.value = state.version; });
  document.querySelectorAll('[data-handed-in]').forEach((figure) => { if (state.handed_in !== undefined) figure.textContent = state.handed_in; });
  if (followed && place === told && state.place !== place) show(state.place);
}

// ── Answers by name: how many have come, never whose
function count(state) {
  const box = steps[place].querySelector(`[data-vote="${state.number}-${state.part}"]`);
  if (!box || !('answered' in state)) return;
  box.querySelector('[data-answered]').textContent = state.answered;
  box.querySelector('[data-present]').textContent = state.present;
  const doubt = box.querySelector('[data-disputed-words]');
  const appeared = doubt.hidden === Boolean(state.disputed);
  doubt.hidden = !state.disputed;
  doubt.textContent = doubt.dataset.disputedWords.replace('{n}', state.disputed);
  if (appeared) fit();
}
run.addEventListener('submit', async (event) => {
  const turning = event.target.closest('[data-turn-to]');
  const again = event.target.closest('[data-again]');
  if (!turning && !again) return;
  event.preventDefault();
  if (turning) {
    const target = Number(turning.elements.place.value);
    if (target < place) returning = place;
    go(target);
    return;
  }
  try {
    const answer = await post(again.action, new FormData(again));
    if (!answer.ok) throw answer.status;
    await redraw();
    offline.hidden = true;
  } catch (lost) { offline.hidden = false; }
});
const returnButton = document.querySelector('[data-return]');
if (returnButton) returnButton.addEventListener('click', () => { if (returning !== null) go(returning); });

function go(target) {
  if (target < 0 || target > last || target === place) return;
  show(target);
  tell();
}

function next() {
  const hands = steps[place].querySelector('[data-hands]');
  if (hands && Array.from(hands.querySelectorAll('.count input')).some((field) => Number(field.value))) hands.requestSubmit();
  else go(place + 1);
}

async function follow() {
  if (!sending && known === place && document.visibilityState === 'visible') {
    const told = place;
    const asked = turns;
    try {
      const answer = await fetch(run.dataset.state, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      if (answer.status === 404 || answer.status === 401) { location.assign(run.dataset.over); return; }
      if (answer.ok) {
        const state = await answer.json();
        if (asked === turns) heard(state, told);
        offline.hidden = true;
      }
    } catch (lost) { offline.hidden = false; }
  }
  setTimeout(follow, steps[place].dataset.kind === 'vote' || phones.open() ? 1000 : 2000);
}

// ── Hands
function prepareHands(form) {
  form.querySelectorAll('[data-less], [data-more]').forEach((button) => { button.hidden = false; });
  countHands(form);
}
function countHands(form) {
  const words = form.querySelector('[data-hands-words]');
  const sum = Array.from(form.querySelectorAll('.count input')).reduce((all, field) => all + (Number(field.value) || 0), 0);
  if (sum) words.querySelector('span').textContent = words.dataset.words.replace('{n}', sum);
  words.classList.toggle('is-over', sum > Number(form.dataset.most));
}
run.addEventListener('click', (event) => {
  const button = event.target.closest('[data-less], [data-more]');
  if (!button) return;
  const field = button.parentNode.querySelector('input');
  const value = (Number(field.value) || 0) + ('more' in button.dataset ? 1 : -1);
  field.value = Math.max(0, Math.min(Number(button.closest('form').dataset.most), value)) || '';
  countHands(button.closest('form'));
});
run.addEventListener('input', (event) => {
  const form = event.target.closest('[data-hands]');
  if (!form) return;
  event.target.value = event.target.value.replace(/\D/g, '');
  countHands(form);
});
run.addEventListener('submit', async (event) => {
  const form = event.target.closest('[data-hands]');
  if (!form) return;
  event.preventDefault();
  const words = form.querySelector('[data-hands-words] span');
  try {
    const answer = await post(form.action, new FormData(form));
    const state = await answer.json();
    if (answer.status === 422) { words.textContent = state.message; return; }
    if (!answer.ok) throw answer.status;
    turns += 1;
    known = state.place;
    show(state.place);
    heard(state, place);
  } catch (lost) { offline.hidden = false; }
});

// ── Keys and clickers
// Each key does the same on every step, also on the film, which would take the arrows for itself: with Shift it gets them.
const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
document.addEventListener('keydown', (event) => {
  if (!ARROWS.includes(event.key) || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || !event.target.closest('[data-video]')) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
}, true);
const keys = {
  ArrowRight: next, ArrowDown: next, PageDown: next, Enter: next, ' ': next, n: next,
  ArrowLeft: () => go(place - 1), ArrowUp: () => go(place - 1), PageUp: () => go(place - 1), Backspace: () => go(place - 1), p: () => go(place - 1),
  Home: () => go(0), End: () => go(last), f: full, b: dark, '.': dark, q: phones.toggle, Escape: phones.close,
};
document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const clicker = event.key === 'PageDown' || event.key === 'PageUp';
  if (!clicker && event.target.closest('input, select, textarea')) return;
  if ((event.key === ' ' || event.key === 'Enter') && event.target.closest('button, a, summary')) return;
  const film = steps[place].querySelector('video');
  if (event.key === ' ' && film) { event.preventDefault(); if (film.paused) film.play(); else film.pause(); return; }
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  if (phones.open() && act !== phones.toggle) { phones.close(); return; } // the clicker says: go on without a phone
  act();
});
function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
}
function dark() { blank.hidden = !blank.hidden; }
blank.addEventListener('click', dark);
const fullButton = document.querySelector('[data-full]');
fullButton.hidden = !document.fullscreenEnabled;
fullButton.addEventListener('click', full);
document.addEventListener('fullscreenchange', () => document.documentElement.classList.toggle('is-full', Boolean(document.fullscreenElement)));

forms.back.addEventListener('submit', (event) => { event.preventDefault(); go(place - 1); });
forms.next.addEventListener('submit', (event) => { event.preventDefault(); next(); });
addEventListener('beforeunload', (event) => { if (known !== place) event.preventDefault(); });

// A swipe on a touch screen turns too
let touched = null;
run.addEventListener('touchstart', (event) => { touched = event.touches.length === 1 ? event.touches[0].clientX : null; }, { passive: true });
run.addEventListener('touchend', (event) => {
  if (touched === null || event.target.closest('input, button, video')) return;
  const by = event.changedTouches[0].clientX - touched;
  if (Math.abs(by) > 80) { if (by < 0) next(); else go(place - 1); }
});

document.body.dataset.step = steps[place].dataset.kind;
ready(steps[place]);
if (steps[place + 1] && ['vote', 'again'].includes(steps[place + 1].dataset.kind)) fill(steps[place + 1]);
setTimeout(follow, 1500);
