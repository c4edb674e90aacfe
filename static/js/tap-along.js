// A rhythm tapped along: a beat for so many seconds, or steps each held for its seconds. Without this file the question
// below does.
import { all, one } from './dom.js';
import { between, isSame, tooFew, written } from './tap-rules.js';

const LEAD = 3; // beats to listen to before it counts

const form = one('[data-tap]');
if (form) {
  const [beat, words, start, pad, sound] = ['beat', 'words', 'start', 'pad', 'sound'].map((name) =>
    one(`[data-tap-${name}]`, form),
  );
  const steps = all('[data-tap-step]', form);
  const seconds = Number(form.dataset.seconds);
  const period = 60000 / Number(form.dataset.perMinute);
  const plain = one('.plain-way');
  let taps = [];
  let running = false;
  let beats = 0;
  let timer = 0;
  let audio = null;

  form.hidden = false;
  plain.open = false;

  function click() {
    if (!audio || sound.getAttribute('aria-pressed') !== 'true') return;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.3, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.05);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.06);
  }

  const mark = () =>
    steps.forEach((step, n) => {
      step.classList.toggle('is-now', running && n === taps.length - 1);
      step.classList.toggle('is-done', n < taps.length - 1);
    });

  function stop(said) {
    clearTimeout(timer);
    running = false;
    beat.classList.remove('is-on');
    start.hidden = false;
    pad.hidden = true;
    words.textContent = said;
    mark();
  }

  function finish() {
    const few = !steps.length && tooFew(taps, seconds);
    if (few) {
      stop(words.dataset.few);
      start.focus();
      return;
    }
    running = false;
    form.elements.measured.value = written(between(taps));
    form.requestSubmit ? form.requestSubmit() : form.submit();
  }

  function tap(at) {
    if (!running || isSame(taps, at)) return;
    taps.push(at);
    pad.classList.add('is-hit');
    setTimeout(() => pad.classList.remove('is-hit'), 90);
    mark();
    if (steps.length && taps.length > steps.length) finish();
  }

  // Beats are reckoned from the first one, so that a late timer does not push the rest
  function tick(from) {
    const now = performance.now();
    beats += 1;
    beat.textContent = beats <= LEAD ? LEAD + 1 - beats : '';
    beat.classList.add('is-on');
    setTimeout(() => beat.classList.remove('is-on'), Math.min(150, period / 3));
    click();
    if (beats === LEAD + 1) {
      running = true;
      words.textContent = words.dataset.go;
      if (steps.length) taps = [now]; // the first step begins by itself
      mark();
    }
    if (!steps.length && now - from > period * LEAD + 1000 * seconds) {
      finish();
      return;
    }
    const nobodyThere = beats > 600;
    if (nobodyThere) stop('');
    else timer = setTimeout(() => tick(from), from + beats * period - now);
  }

  start.addEventListener('click', () => {
    taps = [];
    beats = 0;
    start.hidden = true;
    pad.hidden = false;
    pad.focus({ preventScroll: true });
    pad.scrollIntoView({ block: 'center' });
    words.textContent = words.dataset.lead;
    tick(performance.now());
  });
  pad.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    tap(event.timeStamp);
  });
  document.addEventListener('keydown', (event) => {
    if (pad.hidden || event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return;
    event.preventDefault(); // neither scrolls nor presses the button once more
    tap(event.timeStamp);
  });
  document.addEventListener('keyup', (event) => {
    if (!pad.hidden && event.key === ' ') event.preventDefault(); // (some browsers press a button when its key is let go)
  });
  pad.addEventListener('click', (event) => {
    if (!event.detail) tap(event.timeStamp); // pressed by a screen reader: no finger came before
  });
  sound.addEventListener('click', () => {
    const on = sound.getAttribute('aria-pressed') !== 'true';
    audio = audio || new (window.AudioContext || window.webkitAudioContext)();
    audio.resume();
    sound.setAttribute('aria-pressed', on);
  });
}
