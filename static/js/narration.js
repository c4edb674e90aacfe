// A sentence is recorded by the browser, heard, and saved by itself: a power cut takes at most the one being read.
// Without this file, or where a browser gives no microphone, files are chosen and saved by the form.
import { all, filled, one } from './dom.js';
import { post, saidIn } from './http.js';

const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']; // what our server keeps
const form = one('[data-narration]');
const able = Boolean(window.isSecureContext && navigator.mediaDevices && window.MediaRecorder);
const words = form ? form.dataset : {};
let running = null; // the row that is being recorded
const unsaved = new Map(); // row → what was recorded

const state = (row, text) => {
  one('[data-state]', row).textContent = text;
};

function label(row, recording) {
  const button = one('[data-record]', row);
  const text = one('span', button);
  button.dataset.go = button.dataset.go || text.textContent;
  text.textContent = recording ? button.dataset.stop : button.dataset.go;
  row.classList.toggle('is-recording', recording);
}

async function record(row) {
  if (running) {
    const was = running.row;
    running.stop();
    if (was === row) return;
  }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
    });
  } catch (refused) {
    state(row, refused.name === 'NotFoundError' ? words.missing : words.denied);
    return;
  }
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48000 });
  const pieces = [];
  const began = Date.now();
  const seconds = () => Math.floor((Date.now() - began) / 1000);
  const stop = () => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const tick = setInterval(() => {
    state(row, filled(words.recording, { n: seconds() }));
    if (seconds() >= Number(words.most)) stop();
  }, 250);
  recorder.addEventListener('dataavailable', (event) => pieces.push(event.data));
  recorder.addEventListener('stop', () => {
    clearInterval(tick);
    stream.getTracks().forEach((track) => track.stop());
    running = null;
    label(row, false);
    made(row, new Blob(pieces, { type: recorder.mimeType }));
  });
  recorder.start();
  running = { row, stop };
  label(row, true);
  state(row, filled(words.recording, { n: 0 }));
}

function made(row, sound) {
  if (!sound.size) {
    state(row, words.empty);
    return;
  }
  unsaved.set(row, sound);
  const player = one('[data-sound]', row);
  player.src = URL.createObjectURL(sound);
  player.hidden = false;
  one('[data-save]', row).hidden = false;
  state(row, words.made);
}

async function save(row) {
  const reader = form.elements.reader;
  const { agree } = form.elements;
  if (!reader.value.trim() || !agree.checked) {
    state(row, words.who);
    (reader.value.trim() ? agree : reader).focus();
    return;
  }
  const { scene } = row.dataset;
  const sent = new FormData();
  sent.append('language', form.elements.language.value);
  sent.append('reader', reader.value);
  sent.append('agree', '1');
  sent.append(`sound-${scene}`, unsaved.get(row), `${scene}.sound`);
  const button = one('[data-save]', row);
  button.disabled = true;
  try {
    const answer = await post(form.action, {}, { body: sent });
    const said = await saidIn(answer);
    if (!answer.ok) {
      state(row, said.message || words.lost);
      return;
    }
    unsaved.delete(row);
    button.hidden = true;
    one('[data-sound]', row).src = said.sounds[scene];
    row.classList.add('is-ready');
    one('[data-ready]', form).textContent = all('.is-ready', form).length;
    state(row, words.saved);
  } catch (lost) {
    state(row, words.lost);
  } finally {
    button.disabled = false;
  }
}

if (form) {
  one('[data-unable]', form).hidden = able;
  all('[data-scene]', form).forEach((row) => {
    const button = one('[data-record]', row);
    button.hidden = !able;
    button.addEventListener('click', () => record(row));
    one('[data-save]', row).addEventListener('click', () => save(row));
  });
  addEventListener('beforeunload', (event) => {
    if (unsaved.size || running) event.preventDefault();
  });
}
