// Minutes taught, counted on from the server's figure; stands still while the lesson is paused.
import { minutes } from './dom.js';

export function taught(badge) {
  if (!badge) return () => {};
  const figure = badge.querySelector('b');
  let base = Number(badge.dataset.seconds);
  let since = performance.now();
  let running = badge.dataset.state === 'running';
  const draw = () => {
    figure.textContent = minutes(base + (running ? (performance.now() - since) / 1000 : 0));
  };
  setInterval(draw, 1000);
  return (seconds, state) => {
    base = seconds;
    since = performance.now();
    running = state === 'running';
    draw();
  };
}
