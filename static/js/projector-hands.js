// Counting hands on the class screen: − and + beside each letter, the sum below, never more than the class has.
import { all, filled } from './dom.js';
import { post } from './http.js';

const fields = (form) => all('.count input', form);

export function prepare(form) {
  all('[data-less], [data-more]', form).forEach((button) => {
    button.hidden = false;
  });
  count(form);
}
export const counted = (form) => fields(form).some((field) => Number(field.value));

function count(form) {
  const words = form.querySelector('[data-hands-words]');
  const sum = fields(form).reduce((total, field) => total + (Number(field.value) || 0), 0);
  if (sum) words.querySelector('span').textContent = filled(words.dataset.words, { n: sum });
  words.classList.toggle('is-over', sum > Number(form.dataset.most));
}

// `taken(state)`: the server has the counts; `lost()`: nothing came back
export function listen(run, { taken, lost }) {
  run.addEventListener('click', (event) => {
    const button = event.target.closest('[data-less], [data-more]');
    if (!button) return;
    const field = button.parentNode.querySelector('input');
    const form = button.closest('form');
    const value = (Number(field.value) || 0) + ('more' in button.dataset ? 1 : -1);
    field.value = Math.max(0, Math.min(Number(form.dataset.most), value)) || '';
    count(form);
  });
  run.addEventListener('input', (event) => {
    const form = event.target.closest('[data-hands]');
    if (!form) return;
    event.target.value = event.target.value.replace(/\D/g, '');
    count(form);
  });
  run.addEventListener('submit', async (event) => {
    const form = event.target.closest('[data-hands]');
    if (!form) return;
    event.preventDefault();
    try {
      const answer = await post(form.action, new FormData(form));
      const state = await answer.json();
      if (answer.status === 422) {
        form.querySelector('[data-hands-words] span').textContent = state.message;
        return;
      }
      if (!answer.ok) throw answer.status;
      taken(state);
    } catch (gone) {
      lost();
    }
  });
}
