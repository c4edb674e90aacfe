// Which parts of the video were played: told at the start, at each quarter and when the page is left. The server
// decides what counts.
import { meta } from './dom.js';
import { post, saidIn } from './http.js';

const frame = document.querySelector('[data-watch]');
const video = frame && frame.querySelector('video');
if (video) {
  const parts = []; // [from, to] in tenths of a second, as played
  let began = null;
  let told = 0;
  let last = 0;
  const tenths = (seconds) => Math.round(seconds * 10);
  const close = (end) => {
    if (began !== null && end > began) parts.push([tenths(began), tenths(end)]);
    began = null;
  };
  const played = () => (began === null ? parts : [...parts, [tenths(began), tenths(last)]]).slice(-60);
  const said = () => ({ parts: JSON.stringify(played()) });
  const beacon = () => new URLSearchParams({ ...said(), csrf_token: meta('csrf-token') });
  const tell = () =>
    post(frame.dataset.watch, said())
      .then((answer) => (answer.ok ? saidIn(answer) : {}))
      .then((answer) => {
        if (answer.done) frame.querySelector('[data-watch-done]').textContent = frame.dataset.done;
      })
      .catch(() => {}); // the next message says it again: parts are told whole
  video.addEventListener('playing', () => {
    began = last = video.currentTime;
    if (!told) {
      told = 0.01;
      tell();
    }
  });
  video.addEventListener('timeupdate', () => {
    if (video.seeking || began === null) return;
    if (Math.abs(video.currentTime - last) > 2) {
      close(last);
      began = video.currentTime;
    } // a jump is not played
    last = video.currentTime;
    const quarter = Math.floor((last / video.duration) * 4) / 4;
    if (quarter > told) {
      told = quarter;
      tell();
    }
  });
  video.addEventListener('seeking', () => close(last));
  video.addEventListener('pause', () => close(video.ended ? video.duration : last));
  video.addEventListener('ended', () => {
    close(video.duration);
    tell();
  });
  addEventListener('pagehide', () => {
    if (told && navigator.sendBeacon) navigator.sendBeacon(frame.dataset.watch, beacon());
  });
}
