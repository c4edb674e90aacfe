// Typing answers in: one key a pupil, the next field follows by itself; each is kept in the background and sent again
// until it has arrived. Without this file the grid is a plain form.
import { all, filled } from './dom.js';
import { backoff, post, saidIn } from './http.js';

const form = document.querySelector('[data-typed]');
if (form) {
  const fields = all('.typed-grid input:not([disabled])', form);
  const line = form.querySelector('[data-typed-line]');
  const letters = form.dataset.letters;
  const waiting = new Map(); // field → value typed and not yet acknowledged
  let timer = 0;
  let sending = false;
  let tries = 0;

  const save = form.querySelector('.typed-save');
  if (save) save.hidden = true; // each key is kept at once
  const show = (field, value) => {
    field.value = value;
    field.closest('label').classList.toggle('is-none', value === '0');
  };
  fields.forEach((field) => show(field, field.value));

  function say(state) {
    const n = waiting.size;
    const left = fields.filter((field) => !field.value).length;
    const unfilled = left ? ` · ${filled(line.dataset.left, { n: left })}` : '';
    line.textContent = n ? filled(line.dataset[state], { n }) : line.dataset.saved + unfilled;
    line.classList.toggle('is-waiting', n > 0);
    line.classList.toggle('is-offline', n > 0 && state === 'offline');
  }
  function put(field, value) {
    if (field.value === value && !waiting.has(field)) return;
    show(field, value);
    field.closest('label').classList.remove('is-wrong');
    waiting.set(field, value);
    say('saving');
    clearTimeout(timer);
    timer = setTimeout(send, 250);
  }
  async function send() {
    if (sending || !waiting.size) return;
    sending = true;
    const batch = new Map(waiting);
    const body = new URLSearchParams({ q: form.q.value, part: form.part.value });
    batch.forEach((value, field) => body.append(field.name, value || '0'));
    try {
      const answer = await post(form.action, body, { token: form.csrf_token.value });
      if (answer.status >= 500 || answer.status === 429 || answer.status === 401) throw answer.status;
      if (!answer.ok) {
        // refused for good: say why, keep what stands on the page
        const told = await saidIn(answer);
        batch.forEach((value, field) => {
          waiting.delete(field);
          field.closest('label').classList.add('is-wrong');
        });
        say('saving');
        if (told.message) line.textContent = told.message;
        return;
      }
      batch.forEach((value, field) => {
        if (waiting.get(field) === value) waiting.delete(field);
      });
      tries = 0;
      say('saving');
    } catch (lost) {
      tries += 1;
      say('offline');
      timer = setTimeout(send, backoff(tries, 1000, 10000));
    } finally {
      sending = false;
    }
    if (waiting.size && !tries) send();
  }

  const step = (field, by) => {
    const next = fields[Math.max(0, Math.min(fields.length - 1, fields.indexOf(field) + by))];
    next.focus();
    next.select();
  };
  const columns = () =>
    fields.filter((field) => field.getBoundingClientRect().top === fields[0].getBoundingClientRect().top).length || 1;
  form.addEventListener('keydown', (event) => {
    const field = event.target.closest('.typed-grid input');
    if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
    const help = document.getElementById('keys');
    if (event.key === '?' && help && help.showModal) {
      event.preventDefault();
      help.showModal();
      return;
    }
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), Enter: 1 };
    if (key in moves) {
      event.preventDefault();
      step(field, moves[key]);
      return;
    }
    if (key === 'Backspace') {
      event.preventDefault();
      const at = field.value ? field : fields[Math.max(0, fields.indexOf(field) - 1)];
      if (at.value) put(at, '');
      at.focus();
      return;
    }
    if (event.key.length !== 1) return;
    event.preventDefault();
    typed(field, key);
  });
  function typed(field, key) {
    if (key === ' ' || key === '0' || key === '-') put(field, '0');
    else if (letters.includes(key)) put(field, key);
    else return;
    step(field, 1);
  }
  form.addEventListener('input', (event) => {
    // screen keyboards send no keydown worth reading
    const field = event.target.closest('.typed-grid input');
    if (!field) return;
    const key = field.value.trim().slice(-1).toUpperCase();
    field.value = '';
    if (key) typed(field, key);
    else put(field, '');
  });
  form.addEventListener('focusin', (event) => {
    if (event.target.matches('.typed-grid input')) event.target.select();
  });
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      send();
    },
    true,
  );
  addEventListener('online', send);
  addEventListener('beforeunload', (event) => {
    if (waiting.size) event.preventDefault();
  });
  const first = fields.find((field) => !field.value);
  if (first && matchMedia('(min-width: 48rem)').matches) first.focus();
}
