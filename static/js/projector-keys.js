// Keys, clickers and swipes of the class screen; full screen and the dark one.
import { one } from './dom.js';

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const SWIPE = 80; // px
const withModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

export function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
}

// What each key does
export function keysOf({ next, back, first, end, dark, phones, call, timer }) {
  return {
    ArrowRight: next,
    ArrowDown: next,
    PageDown: next,
    Enter: next,
    ' ': next,
    n: next,
    ArrowLeft: back,
    ArrowUp: back,
    PageUp: back,
    Backspace: back,
    p: back,
    Home: first,
    End: end,
    f: full,
    b: dark,
    '.': dark,
    q: phones.toggle,
    r: call.open,
    t: timer.open,
    Escape: phones.close,
  };
}

// A clicker (PageDown, PageUp) turns also while a field is written in; a button keeps its own space bar.
export function isForAnother(key, target) {
  const clicker = key === 'PageDown' || key === 'PageUp';
  if (!clicker && target.closest('input, select, textarea')) return true;
  return (key === ' ' || key === 'Enter') && Boolean(target.closest('button, a, summary'));
}

export function listen({ keys, phones, film }) {
  // Each key does the same on every step, also on the film, which would take the arrows for itself: with Shift it gets
  // them.
  document.addEventListener(
    'keydown',
    (event) => {
      if (!ARROWS.includes(event.key) || event.shiftKey || withModifier(event) || !event.target.closest('[data-video]'))
        return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    },
    true,
  );
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || withModifier(event) || one('dialog[open]') || isForAnother(event.key, event.target))
      return;
    const playing = event.key === ' ' && film();
    if (playing) {
      event.preventDefault();
      if (playing.paused) playing.play();
      else playing.pause();
      return;
    }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    if (phones.open() && act !== phones.toggle) {
      phones.close();
      return;
    } // the clicker says: go on without a phone
    act();
  });
}

// A swipe on a touch screen turns too
export function swipes(run, { next, back }) {
  let from = null;
  run.addEventListener(
    'touchstart',
    (event) => {
      from = event.touches.length === 1 ? event.touches[0].clientX : null;
    },
    { passive: true },
  );
  run.addEventListener('touchend', (event) => {
    if (from === null || event.target.closest('input, button, video')) return;
    const by = event.changedTouches[0].clientX - from;
    if (Math.abs(by) > SWIPE) {
      if (by < 0) next();
      else back();
    }
  });
}
