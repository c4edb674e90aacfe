// Steps of an activity change places in the page: by their buttons, dragged by the grip, or with Alt and an arrow.
// What is sent is the order of the fields in the page; without this file the same buttons save and come back.
import { all, filled, one } from './dom.js';
import { draggable } from './drag.js';

const form = one('[data-compose]');
const list = one('[data-steps]', form);
const said = one('[data-compose-said]', form);

function number() {
  const steps = all('[data-step]', list);
  steps.forEach((step, index) => {
    one('[data-no]', step).textContent = index + 1;
    one('[data-move="-1"]', step).disabled = index === 0;
    one('[data-move="1"]', step).disabled = index === steps.length - 1;
  });
}

function put(step, before) {
  list.insertBefore(step, before);
  number();
  said.textContent = filled(form.dataset.said, {
    name: step.dataset.name,
    n: all('[data-step]', list).indexOf(step) + 1,
  });
}

function move(step, by) {
  const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
  if (other) put(step, by < 0 ? other : other.nextElementSibling);
}

// The step before which a held one is put at this height of the window; null: at the end
const before = (step, y) =>
  all('[data-step]', list).find((other) => {
    const box = other.getBoundingClientRect();
    return other !== step && y < box.top + box.height / 2;
  }) || null;

// A line where the held step would stand
let place = null;
function show(step, y) {
  clear();
  place = before(step, y);
  const others = all('[data-step]', list).filter((other) => other !== step);
  if (place) place.classList.add('is-before');
  else if (others.length) others[others.length - 1].classList.add('is-after');
}
function clear() {
  all('[data-step]', list).forEach((step) => step.classList.remove('is-before', 'is-after'));
}

if (list) {
  const grips = all('[data-grip]', list);
  draggable(grips, '[data-step]', {
    begin: clear,
    over: (step, under, y) => show(step, y),
    drop(step) {
      clear();
      if (place !== step.nextElementSibling) put(step, place);
    },
    leave: clear,
  });
  grips.forEach((grip) => {
    grip.hidden = false;
    grip.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      move(grip.closest('[data-step]'), by);
      grip.focus();
    });
  });
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-move]');
    if (!button) return;
    event.preventDefault();
    move(button.closest('[data-step]'), Number(button.dataset.move));
    if (button.disabled) one('[data-grip]', button.closest('[data-step]')).focus();
    else button.focus();
  });
}
