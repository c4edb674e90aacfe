// Two weeks of the year change places: dragged by the grip, by the keys, or step by step with Alt and an arrow.
// What is sent is the form that stands in the page; without this file the grip is a link to a list of weeks.
import { all, filled, one } from './dom.js';
import { draggable } from './drag.js';

const year = one('[data-planner]');
const said = one('[data-said]', year);
const form = one('[data-swap]', year);
const lines = all('[data-week]', year);

// On a wide screen every month is open; below, those the server opened.
if (matchMedia('(min-width: 60rem)').matches)
  all('[data-month]', year).forEach((month) => {
    month.open = true;
  });

const say = (words) => {
  said.textContent = words;
};
const name = (line) => line.dataset.name;

function swap(line, other) {
  form.elements.one.value = line.dataset.week;
  form.elements.other.value = other.dataset.week;
  form.submit();
}

function aim(held, target) {
  if (held.target) held.target.classList.remove('is-target');
  held.target = target && target !== held.line ? target : null;
  if (!held.target) return;
  held.target.dataset.drop = year.dataset.drop;
  held.target.classList.add('is-target');
  held.target.closest('details').open = true;
}
function letGo(held) {
  aim(held, null);
  held.line.classList.remove('is-held');
}

// ── By the keys: Enter or a tap takes a week up, arrows choose another, Enter puts it there, Escape leaves it
let taken = null;
function take(line) {
  if (taken) letGo(taken);
  taken = { line, target: null };
  line.classList.add('is-held');
  say(filled(year.dataset.held, { name: name(line) }));
}
function leave() {
  letGo(taken);
  taken = null;
  say(year.dataset.left);
}
function step(by) {
  const at = lines.indexOf(taken.target || taken.line) + by;
  const to = lines[at];
  if (!to) return;
  aim(taken, to === taken.line ? null : to);
  to.scrollIntoView({ block: 'center' });
  say(filled(year.dataset.over, { name: name(to) }));
}
year.addEventListener('keydown', (event) => {
  const line = event.target.closest('[data-week]');
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const presses = event.key === 'Enter' || event.key === ' ';
  if (event.key === ' ' && !taken && event.target.matches('[data-grip]')) {
    event.preventDefault();
    take(line);
  } else if (event.altKey && by && line && !taken) {
    const other = lines[lines.indexOf(line) + by];
    event.preventDefault();
    if (other) swap(line, other);
  } else if (taken && (by || presses || event.key === 'Escape')) {
    event.preventDefault();
    if (by) step(by);
    else if (presses && taken.target) swap(taken.line, taken.target);
    else leave();
  }
});
let pointing = false; // a tap on another week takes the focus away too, and is no leaving
year.addEventListener('pointerdown', () => {
  pointing = true;
});
year.addEventListener('focusout', (event) => {
  if (taken && !pointing && event.relatedTarget && !taken.line.contains(event.relatedTarget)) leave();
});

// ── By the grip: a drag moves, a tap takes up
let dragged = null;
draggable(all('[data-grip]', year), '[data-week]', {
  begin(line) {
    if (taken) leave();
    dragged = { line, target: null };
  },
  over(line, under) {
    const month = under && under.closest('[data-month] > summary');
    if (month) month.parentNode.open = true;
    aim(dragged, under && under.closest('[data-week]'));
  },
  drop(line) {
    const { target } = dragged;
    letGo(dragged);
    if (target) swap(line, target);
    else say(year.dataset.left);
  },
  leave() {
    letGo(dragged);
    say(year.dataset.left);
  },
});
all('[data-grip]', year).forEach((grip) => {
  const line = grip.closest('[data-week]');
  grip.setAttribute('role', 'button');
  grip.addEventListener('click', (event) => {
    event.preventDefault();
    if (grip.dataset.dragged) return;
    if (taken && taken.line === line) leave();
    else {
      grip.focus();
      take(line);
    }
  });
});
// A week that was taken up by a tap goes where the next tap points
year.addEventListener('click', (event) => {
  pointing = false;
  const line = event.target.closest('[data-week]');
  if (!taken || !line || line === taken.line) return;
  event.preventDefault();
  swap(taken.line, line);
});

// ── After a move the focus stays with the week, so that it can go on; a reload says nothing twice
if (year.dataset.moved) {
  const line = document.getElementById(`week-${year.dataset.moved}`);
  const settle = () => {
    one('[data-grip]', line).focus({ preventScroll: true });
    line.scrollIntoView({ block: 'center' });
    say(year.dataset.done);
  };
  // going to #week-… takes the focus away when the page is there: after that
  if (document.readyState === 'complete') settle();
  else addEventListener('load', () => setTimeout(settle, 50));
  const address = new URL(location.href);
  address.searchParams.delete('moved');
  history.replaceState(null, '', address);
}
year.classList.add('is-live');
