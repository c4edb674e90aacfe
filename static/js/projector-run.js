// The class screen: what is shown (projector-steps), what the server is told (projector-line), keys and clickers
// (projector-keys). Without this file every turn is a form.
import { all, filled, one } from './dom.js';
import { get, post } from './http.js';
import { calling, timer } from './projector-aids.js';
import * as hands from './projector-hands.js';
import { full, keysOf, listen, swipes } from './projector-keys.js';
import { line } from './projector-line.js';
import { phones } from './projector-phone.js';
import { begin, dark, fit, offline, run, screen } from './projector-steps.js';
import { taught } from './teacher-clock.js';

const clock = taught(one('[data-taught]'));
const pausedBox = one('[data-paused]');

// ── News of the lesson, by every answer of the server
function news(state) {
  phones(state.phones, state.mode);
  count(state);
  clock(state.seconds, state.state);
  pausedBox.hidden = state.state !== 'paused';
  all('[data-version]').forEach((field) => {
    field.value = state.version;
  });
  if (state.handed_in !== undefined)
    all('[data-handed-in]').forEach((figure) => {
      figure.textContent = state.handed_in;
    });
}

// Answers by name: how many have come, never whose
function count(state) {
  const box = screen.step.querySelector(`[data-vote="${state.number}-${state.part}"]`);
  if (!box || !('answered' in state)) return;
  one('[data-answered]', box).textContent = state.answered;
  one('[data-present]', box).textContent = state.present;
  const doubt = one('[data-disputed-words]', box);
  const changes = doubt.hidden === Boolean(state.disputed);
  doubt.hidden = !state.disputed;
  doubt.textContent = filled(doubt.dataset.disputedWords, { n: state.disputed });
  if (changes) fit();
}

const server = line({
  screen,
  news,
  offline,
  send: (place, was) => post(run.dataset.turn, { place, was }),
  ask: () => get(run.dataset.state),
  over: () => location.assign(run.dataset.over),
  reload: () => location.reload(),
  visible: () => document.visibilityState === 'visible',
  pace: () => (['vote', 'check'].includes(screen.step.dataset.kind) || phones.open() ? 1000 : 2000),
});

// ── Turning
const back = () => server.go(screen.place - 1);
function next() {
  const form = one('[data-hands]', screen.step);
  if (form && hands.counted(form)) form.requestSubmit();
  else server.go(screen.place + 1);
}
function on(selector, act) {
  one(selector).addEventListener('submit', (event) => {
    event.preventDefault();
    act();
  });
}
on('[data-go="-1"]', back);
on('[data-go="1"]', next);
const returnButton = one('[data-return]');
if (returnButton)
  returnButton.addEventListener('click', () => {
    if (screen.returning !== null) server.go(screen.returning);
  });

// ── "Teach it again": back to a slide, or another question put in
run.addEventListener('submit', async (event) => {
  const turning = event.target.closest('[data-turn-to]');
  const again = event.target.closest('[data-again]');
  if (!turning && !again) return;
  event.preventDefault();
  if (turning) {
    const target = Number(turning.elements.place.value);
    if (target < screen.place) screen.returnHere();
    server.go(target);
    return;
  }
  try {
    const answer = await post(again.action, new FormData(again));
    if (!answer.ok) throw answer.status;
    await server.redraw();
    offline(false);
  } catch (lost) {
    offline(true);
  }
});
hands.listen(run, { taken: server.moved, lost: () => offline(true) });

// ── Keys, full screen, dark
const call = calling(run.dataset.session);
const keys = keysOf({
  next: () => call.close() || next(),
  back: () => call.close() || back(),
  first: () => server.go(0),
  end: () => server.go(screen.last),
  dark,
  phones,
  call,
  timer: timer(),
});
listen({ keys, phones, film: () => one('video', screen.step) });
swipes(run, { next, back });
one('[data-blank]').addEventListener('click', dark);
const fullButton = one('[data-full]');
fullButton.hidden = !document.fullscreenEnabled;
fullButton.addEventListener('click', full);
document.addEventListener('fullscreenchange', () =>
  document.documentElement.classList.toggle('is-full', Boolean(document.fullscreenElement)),
);

addEventListener('resize', fit);
if (window.ResizeObserver) new ResizeObserver(fit).observe(run); // the camera's strip under the step came or went
run.addEventListener('load', fit, true); // pictures that came later
run.addEventListener('film-asks', fit);
addEventListener('beforeunload', (event) => {
  if (server.untold) event.preventDefault();
});

begin();
setTimeout(server.follow, 1500);
