// A class answering together: follows the screen, sends one tap at once and again until it has arrived. Without this
// file every option is a button of a form and the page asks anew by itself.
import { all } from './dom.js';
import { ANYTHING, backoff, get, post, saidIn } from './http.js';

const room = document.querySelector('[data-room]');
const line = document.querySelector('[data-room-line]');
const KEPT = `anxue.room.${room.dataset.who}`;
const EVERY = 2000;
let timer = 0;
let pending = null; // {mark, number, part, option}: tapped and not yet acknowledged
let sending = false;
let tries = 0;

const mark = () => {
  const piece = room.querySelector('[data-mark]');
  return piece ? piece.dataset.mark : '';
};
function say(state) {
  line.hidden = !state;
  line.textContent = state ? line.dataset[state] || state : '';
  line.classList.toggle('is-waiting', state === 'offline');
}
function press(option) {
  all('button.room-option', room).forEach((button) =>
    button.setAttribute('aria-pressed', String(button.value === option)),
  );
}
function keep() {
  // survives a reload while the network is away; opaque ids only, no name
  try {
    if (pending) localStorage.setItem(KEPT, JSON.stringify(pending));
    else localStorage.removeItem(KEPT);
  } catch (full) {
    /* sent from memory then */
  }
}

// ── Following
async function look() {
  clearTimeout(timer);
  let wait = EVERY + Math.random() * 300; // fifty devices do not ask in step
  try {
    if (document.visibilityState === 'visible') {
      const answer = await get(room.dataset.now);
      if (answer.status === 401) {
        over();
        return;
      }
      if (!answer.ok) throw answer.status;
      const now = await answer.json();
      if (now.wait) wait = now.wait * (1 + Math.random() * 0.15); // longer where very many devices ask
      if (now.mark !== mark()) await change();
      else if (!pending && now.mine) press(now.mine);
      if (pending) send();
      else if (line.classList.contains('is-waiting')) say('');
    }
  } catch (lost) {
    wait = 4000 + Math.random() * 2000;
    if (!pending) say('offline');
  }
  timer = setTimeout(look, wait);
}
async function change() {
  const answer = await get(room.dataset.piece, ANYTHING);
  if (!answer.ok) throw answer.status;
  const html = await answer.text();
  const inside = document.activeElement && room.contains(document.activeElement);
  room.innerHTML = html;
  if (pending && pending.mark === mark()) press(pending.option);
  else say('');
  if (inside) {
    room.tabIndex = -1;
    room.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
}
function over() {
  // signed out with the end of the lesson
  pending = null;
  keep();
  room.innerHTML = '';
  say('over');
}

// ── Answering
room.addEventListener(
  'submit',
  (event) => {
    const form = event.target.closest('[data-ask]');
    const button = event.submitter || form.querySelector('button:focus');
    if (!form || !button || !button.value) return;
    event.preventDefault();
    event.stopPropagation(); // base.js sends a form once: here a choice may be changed at once
    choose(form, button);
  },
  true,
);
function choose(form, button) {
  pending = { mark: mark(), number: form.number.value, part: form.part.value, option: button.value };
  keep();
  press(button.value);
  tries = 0;
  say('sending');
  send();
}
async function send() {
  if (sending || !pending) return;
  const one = pending;
  sending = true;
  try {
    const answer = await post(room.dataset.url, { number: one.number, part: one.part, option: one.option });
    if (answer.status >= 500 || answer.status === 429) throw answer.status;
    if (answer.status === 401) {
      over();
      return;
    }
    const told = await saidIn(answer);
    if (pending === one) pending = null; // else a newer tap waits
    keep();
    if (answer.ok) say('kept');
    else {
      say(told.message || 'offline');
      await change().catch(() => {});
      say(told.message);
    }
  } catch (lost) {
    say('offline');
    tries += 1;
    setTimeout(send, backoff(tries, 1000, 8000));
  } finally {
    sending = false;
  }
  if (pending && pending !== one) send();
}

try {
  pending = JSON.parse(localStorage.getItem(KEPT));
} catch (odd) {
  pending = null;
}
if (pending && pending.mark === mark()) {
  press(pending.option);
  send();
} else {
  pending = null;
  keep();
}
addEventListener('online', () => {
  if (pending) send();
  look();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') look();
});
timer = setTimeout(look, EVERY);
