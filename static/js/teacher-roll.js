// Each tap on a pupil is kept at once, so that a dead battery loses no roll call. The form as a whole works without
// this.
import { post } from './http.js';

const form = document.querySelector('[data-roll]');
const waiting = new Map();
let sending = false;

form.addEventListener('change', (event) => {
  if (event.target.name !== 'absent') return;
  waiting.set(event.target.value, event.target.checked);
  send();
});

async function send() {
  if (sending || !waiting.size) return;
  sending = true;
  const [pupil, away] = waiting.entries().next().value;
  try {
    const answer = await tell(pupil, away);
    if (answer.status >= 500) throw answer.status;
    if (waiting.get(pupil) === away) waiting.delete(pupil);
    if (answer.ok) remember(pupil, away);
    sending = false;
    send();
  } catch (lost) {
    sending = false;
    setTimeout(send, 2000);
  }
}

// keepalive: a tap counts also when the page is left in the same second
const tell = (pupil, away) => post(form.action, { [away ? 'absent' : 'seen']: pupil }, { keepalive: true });
addEventListener('pagehide', () =>
  waiting.forEach((away, pupil) => {
    tell(pupil, away).catch(() => {});
  }),
);

// What the form says it has seen must be what the server holds
function remember(pupil, away) {
  form.querySelectorAll(`input[name=seen][value="${pupil}"]`).forEach((field) => field.remove());
  if (!away) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'seen';
  field.value = pupil;
  form.append(field);
}
