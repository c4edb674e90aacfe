// A moving scene: the moments of the taps are what is answered. Without this file numbered stills can be chosen from.
import { all, one } from './dom.js';
import { picture, place, shown, tenths } from './film-rules.js';
import { isSame } from './tap-rules.js';

const form = one('[data-film]');
if (form) {
  const film = JSON.parse(form.dataset.film);
  const stops = 'filmStops' in form.dataset;
  const [box, flags, line, words, start, pad, missed] = ['box', 'flags', 'line', 'words', 'start', 'tap', 'missed'].map(
    (name) => one(`[data-film-${name}]`, form),
  );
  const actors = all('[data-film-actor]', form);
  const pictures = all('[data-film-pictures]', form).map((each) => all('[data-src]', each).map((i) => i.dataset.src));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let from = 0;
  let taps = [];
  let running = false;
  let ending = 0;

  form.hidden = false;
  one('.plain-way').open = false;

  function draw(second) {
    actors.forEach((actor, n) => {
      const { keys } = film.actors[n];
      const { x, y, moves } = place(keys, second);
      actor.setAttribute('x', x);
      actor.setAttribute('y', y);
      const src = pictures[n][picture(pictures[n].length, moves, second, film.stride)];
      if (actor.getAttribute('href') !== src) actor.setAttribute('href', src);
    });
    line.value = second;
  }

  function send() {
    running = false;
    form.elements.measured.value = tenths(taps);
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  }

  function over() {
    if (!running) return;
    running = false;
    draw(film.seconds);
    if (taps.length) {
      send();
      return;
    }
    pad.hidden = true;
    start.hidden = false;
    missed.hidden = false;
    one('span', start).textContent = words.dataset.again;
    words.textContent = words.dataset.none;
    start.focus();
  }

  function frame(now) {
    if (!running) return;
    draw(shown(Math.min(Math.max((now - from) / 1000, 0), film.seconds), still));
    requestAnimationFrame(frame);
  }

  function tap(at) {
    const second = (at - from) / 1000;
    const noted = taps.map((each) => 1000 * each);
    if (!running || second < 0 || isSame(noted, 1000 * second)) return;
    taps.push(second);
    flags.textContent = '⚑ '.repeat(Math.min(taps.length, 8)); // neutral: says that it was noted, not whether it was right
    words.textContent = words.dataset.noted;
    if (stops) send();
  }

  start.addEventListener('click', () => {
    taps = [];
    flags.textContent = '';
    start.hidden = true;
    missed.hidden = true;
    pad.hidden = false;
    words.textContent = words.dataset.go;
    pad.focus({ preventScroll: true });
    form.scrollIntoView({ block: 'center' });
    from = performance.now();
    running = true;
    requestAnimationFrame(frame);
    clearTimeout(ending);
    ending = setTimeout(over, 1000 * film.seconds); // a slow machine draws few frames: the end does not hang on them
  });
  missed.addEventListener('click', send);
  [pad, box].forEach((each) =>
    each.addEventListener('pointerdown', (event) => {
      if (running) event.preventDefault();
      tap(event.timeStamp);
    }),
  );
  document.addEventListener('keydown', (event) => {
    if (!running || event.repeat || (event.key !== ' ' && event.key !== 'Enter')) return;
    event.preventDefault();
    tap(event.timeStamp);
  });
  document.addEventListener('keyup', (event) => {
    if (running && event.key === ' ') event.preventDefault(); // (some browsers press a button when its key is let go)
  });
  pad.addEventListener('click', (event) => {
    if (!event.detail) tap(event.timeStamp); // pressed by a screen reader: no finger came before
  });
}
