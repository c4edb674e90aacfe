// What the class screen shows: one step at a time. Steps that change with the lesson are fetched when they are shown,
// the next one ahead.
import { all, filled, one } from './dom.js';
import { ANYTHING, get } from './http.js';
import { fitting } from './projector-fit.js';
import * as hands from './projector-hands.js';

const FETCHED_AHEAD = ['ask', 'vote', 'check', 'again'];
const SHOWN_AS_IT_WAS = ['vote', 'check', 'end']; // seen at once; its counts follow
const RETRY = 2000; // ms

export const run = one('[data-run]');
const said = one('[data-place-said]');
const blank = one('[data-blank]');
const offlineLine = one('[data-offline]');
const go = { back: one('[data-go="-1"] button'), next: one('[data-go="1"] button') };
const returnButton = one('[data-return]');
let steps = Array.from(run.children);
let dots = all('[data-dot]');
let last = Number(run.dataset.last);
let place = Number(run.dataset.place);
let returning = null; // the question a slide was turned back from

export const offline = (yes) => {
  offlineLine.hidden = !yes;
};
export const dark = () => {
  blank.hidden = !blank.hidden;
};

export const screen = {
  get place() {
    return place;
  },
  get last() {
    return last;
  },
  get step() {
    return steps[place];
  },
  get returning() {
    return returning;
  },
  returnHere() {
    returning = place;
  },
  show,
  redraw,
};

function show(target) {
  const from = steps[place];
  place = Math.max(0, Math.min(last, target));
  const step = steps[place];
  if (from !== step) leave(from);
  steps.forEach((each) => {
    each.hidden = each !== step;
  });
  dots.forEach((dot, n) => {
    dot.className = n === place ? 'is-now' : n < place ? 'is-done' : '';
  });
  go.back.disabled = place === 0;
  go.next.disabled = place === last;
  document.body.dataset.step = step.dataset.kind;
  said.textContent = filled(said.dataset.words, { n: place + 1, all: last + 1 });
  blank.hidden = true;
  fetchOrReady(step);
  const ahead = steps[place + 1];
  if (ahead && FETCHED_AHEAD.includes(ahead.dataset.kind) && !ahead.firstElementChild) fill(ahead);
  offerReturn();
}
function leave(step) {
  all('video', step).forEach((film) => film.pause());
  const full = document.fullscreenElement;
  if (full && step.contains(full)) document.exitFullscreen(); // else the screen stays black
}
function fetchOrReady(step) {
  const { kind } = step.dataset;
  const filledBefore = Boolean(step.firstElementChild);
  const fixed = !('fetch' in step.dataset) || (kind === 'ask' && filledBefore); // fetched ahead; the others change
  if (fixed || (SHOWN_AS_IT_WAS.includes(kind) && filledBefore)) ready(step);
  if (!fixed) fill(step);
}

// After "teach it again" without another question: the way back to where the class was
function offerReturn() {
  if (place === returning) returning = null;
  if (returnButton) returnButton.hidden = returning === null;
}

// Steps were put in (a question asked again) on this screen or on the phone: the page is drawn anew without leaving
// full screen. Gives the place that the server holds, undefined where the lesson is over.
async function redraw() {
  const answer = await get(location.href, ANYTHING);
  if (!answer.ok) throw answer.status;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-run]');
  if (!fresh) {
    location.assign(run.dataset.over);
    return undefined;
  }
  run.innerHTML = fresh.innerHTML;
  one('.screen-dots').innerHTML = page.querySelector('.screen-dots').innerHTML;
  steps = Array.from(run.children);
  dots = all('[data-dot]');
  last = Number(fresh.dataset.last);
  place = Number(fresh.dataset.place);
  show(place);
  return place;
}

export const fit = () => fitting(run.closest('.stage'), steps[place]);

function ready(step) {
  all('[data-hands]', step).forEach(hands.prepare);
  document.body.toggleAttribute('data-weak', Boolean(step.querySelector('[data-weak]')));
  const film = step.querySelector('video');
  if (film) film.focus({ preventScroll: true });
  fit();
}

async function fill(step) {
  try {
    const answer = await get(run.dataset.step + step.dataset.place, ANYTHING);
    if (!answer.ok) throw answer.status;
    step.innerHTML = await answer.text();
    if (!step.hidden) ready(step);
    offline(false);
  } catch (lost) {
    offline(true);
    if (!step.hidden)
      setTimeout(() => {
        if (!step.hidden) fill(step);
      }, RETRY);
  }
}

// The first step came with the page; what follows it is fetched unless it is good to fetch only when shown
export function begin() {
  document.body.dataset.step = steps[place].dataset.kind;
  ready(steps[place]);
  const ahead = steps[place + 1];
  if (ahead && ['vote', 'check', 'again'].includes(ahead.dataset.kind)) fill(ahead);
}
