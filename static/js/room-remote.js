// The phone in the classroom. It follows the screen, turns it, and sends photos of the cards; each word it says to the
// server is said again until it is answered, so a bad line costs time and nothing else. Without this file everything
// here is a form.
import { filled, meta } from './dom.js';
import { backoff, get, post, rest, saidIn, spread } from './http.js';
import { newKey } from './retry-key.js';
import { moved, verdict } from './room-verdict.js';
import { drop, fit, keep, keepsThem, send, waiting } from './room-photos.js';
import { taught } from './teacher-clock.js';

const main = document.querySelector('main');
let box = main.querySelector('[data-room]');
let token = meta('csrf-token');
let clock = taught(document.querySelector('[data-taught]'));
let mark = null; // of the answers that the seats show
let drawing = null;
let lines = []; // what the last photos brought
let asking = null; // key of the photo whose way up is asked for: it stays in the phone until that is answered
let busy = 0; // words under way: the page is not drawn anew meanwhile

function lost(yes) {
  const line = main.querySelector('[data-lost-line]');
  if (!line) return;
  line.hidden = !yes;
  line.querySelector('span').textContent = box.dataset.lost;
}
function left() {
  if (!box) return;
  main.textContent = '';
  const words = document.createElement('p');
  words.className = 'room-door-words';
  words.setAttribute('role', 'alert');
  words.textContent = box.dataset.left;
  main.append(words);
  const dock = document.querySelector('[data-dock]');
  if (dock) dock.hidden = true;
  box = null;
}

// ── Drawing: the page of the step now, fetched and put in place, so that photos under way stay
function draw() {
  drawing =
    drawing ||
    redraw().finally(() => {
      drawing = null;
    });
  return drawing;
}
async function redraw() {
  const answer = await get('/room/', 'text/html');
  if (answer.status === 404) {
    left();
    return;
  }
  if (!answer.ok) throw answer.status;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-room]');
  if (!fresh) throw new Error('no page');
  const same = box && fresh.dataset.place === box.dataset.place;
  token = page.querySelector('meta[name="csrf-token"]').content;
  box.replaceWith(fresh);
  box = fresh;
  document.querySelector('.room-bar').replaceWith(page.querySelector('.room-bar'));
  document.querySelector('[data-dock]').replaceWith(page.querySelector('[data-dock]'));
  clock = taught(document.querySelector('[data-taught]'));
  mark = null;
  if (asking) {
    asking = null;
    document.body.classList.remove('is-asking');
    setTimeout(flush, 0);
  } // drawn anew: the photo is sent again, and asked about again
  if (!same) {
    lines = [];
    scrollTo(0, 0);
  }
  say();
  lost(false);
}
async function seats() {
  const answer = await get(
    box.dataset.seatsUrl + (box.dataset.kind === 'shown' ? `?part=${box.dataset.part}` : ''),
    'text/html',
  );
  const place = main.querySelector('[data-seats-box]');
  if (answer.status === 200 && place) place.innerHTML = await answer.text();
}

// ── Following the screen
async function heard(state) {
  if (!box) return;
  if (state.state !== 'running' && state.state !== 'paused') {
    left();
    return;
  }
  clock(state.seconds, state.state);
  if (moved(state, box.dataset)) {
    await draw();
    return;
  }
  if (state.mark !== undefined && state.mark !== mark) {
    if (mark !== null && !main.querySelector('[data-pick]').open) await seats();
    mark = state.mark;
  }
}
async function follow() {
  if (box && !busy && document.visibilityState === 'visible') {
    try {
      const answer = await get(box.dataset.stateUrl);
      if (answer.status === 404) {
        left();
        return;
      }
      if (answer.ok) {
        const state = await answer.json();
        if (!busy) await heard(state);
        lost(false);
      } else lost(true);
    } catch (gone) {
      lost(true);
    }
  }
  if (box) setTimeout(follow, 2000);
}

// ── Words to the server: said until answered
async function tell(url, fields) {
  busy += 1;
  try {
    for (let tries = 0; box; tries += 1) {
      try {
        const answer = await post(url, fields, { token });
        if (answer.status === 404 && (await answer.clone().json()).error === 'room_left') {
          left();
          return null;
        }
        if (answer.status === 400)
          await draw(); // the form grew too old: a fresh one
        else if (answer.status < 500 && answer.status !== 429) return answer;
      } catch (gone) {
        /* said again */
      }
      lost(true);
      await rest(backoff(tries, 700, 8000));
    }
    return null;
  } finally {
    busy -= 1;
  }
}
async function done(answer) {
  if (!answer || !box) return;
  lost(false);
  if (answer.ok) {
    mark = null;
    await draw().catch(() => {});
    return;
  }
  lines = [{ kind: 'warn', text: (await saidIn(answer)).message || '' }];
  await draw().catch(() => {});
}
document.body.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.matches('[data-upright]')) {
    event.preventDefault();
    upright(form, event.submitter || form.querySelector('[data-pressed]'));
    return;
  }
  if (!form.matches('[data-turn], [data-enter], [data-act]')) return;
  event.preventDefault();
  const fields = new FormData(form);
  const pressed = event.submitter || form.querySelector('[data-pressed]');
  if (pressed && pressed.name) fields.append(pressed.name, pressed.value);
  if (form.matches('[data-turn]')) {
    const unsent =
      box && ['vote', 'check'].includes(box.dataset.kind) && Number(fields.get('place')) > Number(box.dataset.place)
        ? (await waiting(box.dataset.session)).length
        : 0;
    if (unsent && !confirm(filled(box.dataset.sure, { n: unsent }))) return;
  }
  const buttons = form.querySelectorAll('button');
  buttons.forEach((button) => {
    button.disabled = true;
  });
  const dialog = form.closest('dialog');
  if (dialog) dialog.close();
  await done(await tell(form.action, fields));
  buttons.forEach((button) => {
    button.disabled = false;
  });
});
// Chrome before 81 does not say which button submitted
document.body.addEventListener('click', (event) => {
  const button = event.target.closest('[data-enter] button, [data-upright] button');
  if (button) {
    button.form.querySelectorAll('[data-pressed]').forEach((other) => {
      delete other.dataset.pressed;
    });
    button.dataset.pressed = '';
  }
});

// ── One pupil: tap, choose
main.addEventListener('click', (event) => {
  const seat = event.target.closest('[data-seat]');
  const dialog = main.querySelector('dialog[data-pick]');
  if (event.target.closest('[data-pick-close]')) {
    dialog.close();
    return;
  }
  if (!seat || !dialog || !dialog.showModal) return;
  event.preventDefault();
  dialog.querySelector('#pick-who').textContent = seat.dataset.who;
  dialog.querySelector('[name=pupil]').value = seat.dataset.seat;
  dialog.querySelector('[name=part]').value = main.querySelector('[data-seats]').dataset.part;
  dialog.querySelectorAll('[name=letter]').forEach((button) => {
    button.classList.toggle('btn-primary', button.value !== '' && button.value === seat.dataset.letter);
  });
  dialog.showModal();
});

// ── Photos
main.addEventListener('change', async (event) => {
  const field = event.target.closest('.shoot-file');
  if (!field || !field.files.length) return;
  const form = field.form;
  const blob = await fit(field.files[0]);
  await keep({
    key: newKey(),
    session: box.dataset.session,
    number: form.elements.number.value,
    part: form.elements.part.value,
    at: Date.now(),
    blob,
  });
  field.value = '';
  lines = keepsThem() ? [] : [{ kind: 'warn', text: box.dataset.unsafe }];
  flush();
});

// ── "Is this upright?": asked once where a photo does not say it; until then nothing of it counts
function ask(piece) {
  const place = main.querySelector('[data-lines]');
  if (!place) return;
  place.textContent = '';
  const form = new DOMParser().parseFromString(piece, 'text/html').querySelector('[data-upright]');
  place.append(form);
  document.body.classList.add('is-asking');
  form.querySelector('h2').focus({ preventScroll: true });
  form.scrollIntoView({ block: 'start' });
}
async function upright(form, button) {
  const key = form.elements.key.value;
  form.querySelectorAll('button').forEach((one) => {
    one.disabled = true;
  });
  const answer = await tell(form.action, { key, turn: button ? button.value : '' });
  document.body.classList.remove('is-asking');
  asking = null;
  if (!answer) return;
  const said = await saidIn(answer);
  await drop(key);
  lines = answer.ok ? said.lines : [{ kind: 'warn', text: said.message || '' }];
  mark = null;
  await seats().catch(() => {});
  say();
  flush();
}

let sending = null;
function flush() {
  if (asking) return;
  sending =
    sending ||
    sendAll().finally(() => {
      sending = null;
    });
}
async function sendAll() {
  const tries = new Map();
  for (
    let photos = box ? await waiting(box.dataset.session) : [];
    box && photos.length;
    photos = box ? await waiting(box.dataset.session) : []
  ) {
    const photo = photos[0];
    show(0);
    const { status, said, wait } = await send(box.dataset.photoUrl, photo, token, show);
    show(null);
    if (!box) return;
    const times = (tries.get(photo.key) || 0) + 1;
    tries.set(photo.key, times);
    const becomes = verdict(status, said, times);
    if (becomes === 'asked') {
      lost(false);
      lines = [];
      asking = photo.key;
      ask(said.ask);
      return;
    }
    if (becomes !== 'kept') await drop(photo.key);
    if (becomes === 'left') {
      left();
      return;
    }
    if (becomes === 'read') {
      lines = said.lines;
      lost(false);
      mark = null;
      await seats().catch(() => {});
      mark = said.mark === undefined ? null : said.mark;
      say();
      continue;
    }
    if (becomes === 'refused') {
      lines = [{ kind: 'warn', text: said.message || (status === 413 ? box.dataset.tooBig : box.dataset.unreadable) }];
      say();
      continue;
    }
    if (status === 400) await draw().catch(() => {}); // the form grew too old: a fresh one
    lines = [{ kind: 'info', text: filled(box.dataset.waiting, { n: photos.length }) }];
    say();
    lost(status === 0);
    await rest(wait * 1000 || spread(backoff(times, 1000, 15000)));
  }
}
function show(per) {
  const bar = main.querySelector('[data-progress]');
  if (!bar) return;
  bar.hidden = per === null;
  if (per === null) return;
  bar.value = per;
  if (per >= 100) {
    lines = [{ kind: 'info', text: box.dataset.sent }];
    say();
  }
}
function say() {
  if (asking && main.querySelector('[data-upright]')) return;
  const place = main.querySelector('[data-lines]') || (lines.length && main.querySelector('[data-seats-box]'));
  if (!place) return;
  let list = place;
  if (!place.matches('[data-lines]')) {
    list = document.createElement('div');
    list.className = 'shoot-lines';
    list.dataset.lines = '';
    place.before(list);
  }
  list.textContent = '';
  if (lines.length && list.getBoundingClientRect().top < 60) list.scrollIntoView({ block: 'center' });
  lines.forEach((line) => {
    const words = document.createElement('p');
    words.className = `shoot-line is-${line.kind}`;
    words.textContent = line.text;
    list.append(words);
  });
}

addEventListener('online', () => {
  flush();
});
addEventListener('beforeunload', (event) => {
  if (!keepsThem() && sending) event.preventDefault();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) flush();
});
flush();
setTimeout(follow, 1500);
