// A countdown, and whose turn it is by the number on the card. Both live on this screen alone, and outlast a reload.
import { all, minutes, one } from './dom.js';
import { get } from './http.js';
import { tabMemory } from './tab-memory.js';

const ASK_AGAIN = 10000; // ms
const SHOWN_OVER = 8000; // ms that 'time is up' stays

// ── Whose turn: the order is the server's, each number once before any comes again
export function caller(numbers, kept) {
  let called = Number(kept.get()) || 0;
  return () => {
    const number = numbers[called % numbers.length];
    const round = called > 0 && called % numbers.length === 0;
    called += 1;
    kept.set(called);
    return { number, round };
  };
}

// ── Time left in whole seconds, never below none
export const left = (until, now) => Math.max(0, Math.ceil((until - now) / 1000));

// The numbers are asked for once, while nobody waits for them; until they are here, and in a class without any, there
// is no button.
export function calling(session) {
  const box = one('[data-call]');
  const button = one('[data-call-open]');
  let next = null;
  const draw = () => {
    if (!next) return;
    const turn = next();
    one('[data-call-number]', box).textContent = turn.number;
    one('[data-call-round]', box).hidden = !turn.round;
    box.hidden = false;
  };
  const close = () => {
    const was = !box.hidden;
    box.hidden = true;
    return was;
  };
  one('[data-call-next]', box).addEventListener('click', draw);
  one('[data-call-close]', box).addEventListener('click', close);
  button.addEventListener('click', draw);
  const begin = async () => {
    try {
      const answer = await get(box.dataset.call);
      if (!answer.ok) return;
      const { numbers } = await answer.json();
      if (!numbers.length) return;
      next = caller(numbers, tabMemory(`called-${session}`));
      button.hidden = false;
    } catch (lost) {
      setTimeout(begin, ASK_AGAIN);
    }
  };
  begin();
  return { open: draw, close };
}

export function timer() {
  const badge = one('[data-timer]');
  const figure = one('[data-timer-left]', badge);
  const dialog = one('#timer');
  const said = one('[data-timer-said]');
  let until = null;
  let ticking = null;
  const stop = () => {
    clearInterval(ticking);
    until = null;
    badge.hidden = true;
    said.textContent = '';
  };
  const tick = () => {
    const seconds = left(until, performance.now());
    badge.classList.toggle('is-short', seconds <= 10);
    figure.textContent = seconds ? minutes(seconds) : figure.dataset.over;
    if (seconds) return;
    clearInterval(ticking);
    said.textContent = figure.dataset.over;
    const ended = until;
    setTimeout(() => {
      if (until === ended) stop();
    }, SHOWN_OVER);
  };
  const start = (seconds) => {
    stop();
    until = performance.now() + seconds * 1000;
    badge.hidden = false;
    ticking = setInterval(tick, 250);
    tick();
  };
  const open = () => {
    if (until !== null) stop();
    else if (!dialog.open) dialog.showModal();
  };
  all('[data-timer-start]', dialog).forEach((button) =>
    button.addEventListener('click', () => {
      dialog.close();
      start(Number(button.dataset.timerStart));
    }),
  );
  one('[data-timer-stop]', badge).addEventListener('click', stop);
  const button = one('[data-timer-open]');
  button.hidden = false;
  button.addEventListener('click', open);
  return { open };
}
