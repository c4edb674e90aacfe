// Steps of an activity change places in the page: by their buttons, dragged by the grip, or with Alt and an arrow.
// What is sent is the order of the fields in the page; without this file the same buttons save and come back.
import { all, filled, one } from './dom.js';

const form = one('[data-compose]');
const list = one('[data-steps]', form);
const said = one('[data-compose-said]', form);
const EDGE = 72; // px from the rim of the window within which a drag scrolls
const STEP = 24;

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

function drag(step, grip, start) {
  step.classList.add('is-held');
  grip.setPointerCapture(start.pointerId);
  const over = (event) => {
    if (event.clientY < EDGE) scrollBy(0, -STEP);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
    const at = document.elementFromPoint(event.clientX, event.clientY);
    const target = at && at.closest('[data-step]');
    if (!target || target === step || target.parentNode !== list) return;
    const box = target.getBoundingClientRect();
    put(step, event.clientY < box.top + box.height / 2 ? target : target.nextElementSibling);
  };
  const end = () => {
    step.classList.remove('is-held');
    grip.removeEventListener('pointermove', over);
  };
  grip.addEventListener('pointermove', over);
  grip.addEventListener('pointerup', end, { once: true });
  grip.addEventListener('pointercancel', end, { once: true });
}

if (list) {
  all('[data-grip]', list).forEach((grip) => {
    grip.hidden = false;
    const step = grip.closest('[data-step]');
    grip.addEventListener('pointerdown', (event) => drag(step, grip, event));
    grip.addEventListener('keydown', (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by) return;
      event.preventDefault();
      move(step, by);
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
