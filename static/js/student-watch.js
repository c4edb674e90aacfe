// Which parts of the video were played: told at the start, at each quarter and when the page is left. The server decides what counts.
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
  const form = () => new URLSearchParams({ parts: JSON.stringify(played()), csrf_token: document.querySelector('meta[name=csrf-token]').content });
  const tell = () => fetch(frame.dataset.watch, { method: 'POST', body: form(), credentials: 'same-origin', headers: { Accept: 'application/json' } })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((said) => { if (said.done) frame.querySelector('[data-watch-done]').textContent = frame.dataset.done; })
    .catch(() => {}); // the next message says it again: parts are told whole
  video.addEventListener('playing', () => {
    began = last = video.currentTime;
    if (!told) { told = 0.01; tell(); }
  });
  video.addEventListener('timeupdate', () => {
    if (video.seeking || began === null) return;
    if (Math.abs(video.currentTime - last) > 2) { close(last); began = video.currentTime; } // a jump is not played
    last = video.currentTime;
    const quarter = Math.floor((last / video.duration) * 4) / 4;
    if (quarter > told) { told = quarter; tell(); }
  });
  video.addEventListener('seeking', () => close(last));
  video.addEventListener('pause', () => close(video.ended ? video.duration : last));
  video.addEventListener('ended', () => { close(video.duration); tell(); });
  addEventListener('pagehide', () => { if (told && navigator.sendBeacon) navigator.sendBeacon(frame.dataset.watch, form()); });
}
