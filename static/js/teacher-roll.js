// Each tap on a pupil is kept at once, so that a dead battery loses no roll call. The form as a whole works without this.
const form = document.querySelector('[data-roll]');
const token = document.querySelector('meta[name="csrf-token"]').content;
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
    const answer = await post(pupil, away);
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
const post = (pupil, away) => fetch(form.action, {
  method: 'POST', credentials: 'same-origin', keepalive: true, headers: { Accept: 'application/json', 'X-CSRFToken': token },
  body: new URLSearchParams([[away ? 'absent' : 'seen', pupil]]),
});
addEventListener('pagehide', () => waiting.forEach((away, pupil) => { post(pupil, away).catch(() => {}); }));

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
