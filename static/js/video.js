// Tools and keys of ui.video: speed, five seconds back, captions, full screen. The native controls stay; without this
// file they do all.
import { stopsOf } from './film-stops.js';
import { FilmVoice } from './film-voice.js';

const RATES = [0.75, 1, 1.25, 1.5];
document.querySelectorAll('[data-video]').forEach((frame) => {
  const video = frame.querySelector('video');
  const tools = frame.querySelector('[data-video-tools]');
  const captions = tools.querySelector('[data-captions]');
  const aloud = tools.querySelector('[data-aloud]');
  const language = document.documentElement.lang.slice(0, 2);
  tools.hidden = false;

  const speed = (rate) => {
    video.playbackRate = rate;
    tools
      .querySelectorAll('[data-rate]')
      .forEach((one) => one.setAttribute('aria-pressed', Number(one.dataset.rate) === rate));
  };
  const jump = (seconds) => {
    video.currentTime = Math.max(0, Math.min(video.duration || 0, video.currentTime + seconds));
  };
  const full = () =>
    document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen && frame.requestFullscreen();
  const own = () => {
    const tracks = Array.from(video.textTracks);
    return tracks.find((track) => track.language.slice(0, 2) === language) || tracks[0];
  };
  const showCaptions = (shown) => {
    Array.from(video.textTracks).forEach((track) => {
      const unshown = track === own() ? 'hidden' : 'disabled'; // a hidden track still tells which sentence it is
      track.mode = shown && track === own() ? 'showing' : unshown;
    });
    if (captions) captions.setAttribute('aria-pressed', shown);
  };
  const captionsShown = () => Array.from(video.textTracks).some((track) => track.mode === 'showing');
  const step = (by) => speed(RATES[Math.max(0, Math.min(RATES.length - 1, RATES.indexOf(video.playbackRate) + by))]);

  const voice = new FilmVoice(video, {
    recorded: JSON.parse(frame.dataset.voices || '{}'),
    silent: () => {
      frame.querySelector('[data-no-voice]').hidden = false;
      if (aloud) aloud.hidden = true;
    },
  });
  const readAloud = (on) => {
    voice.turn(on);
    if (aloud) aloud.setAttribute('aria-pressed', on);
  };

  stopsOf(frame, video, voice);

  const keys = {
    ' ': () => (video.paused ? video.play() : video.pause()),
    ArrowLeft: () => jump(-5),
    ArrowRight: () => jump(5),
    ArrowUp: () => {
      video.volume = Math.min(1, video.volume + 0.1);
    },
    ArrowDown: () => {
      video.volume = Math.max(0, video.volume - 0.1);
    },
    c: () => showCaptions(!captionsShown()),
    r: () => readAloud(!voice.on),
    f: full,
    '<': () => step(-1),
    '>': () => step(1),
  };
  frame.addEventListener('keydown', (event) => {
    const run = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && event.target.closest('button, summary, a')) return;
    event.preventDefault();
    run();
  });
  // Chromium's own controls answer the space bar when it is let go: without this the film would play and stop at once.
  frame.addEventListener(
    'keyup',
    (event) => {
      if (event.key === ' ' && event.target === video) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
  tools.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.rate) speed(Number(button.dataset.rate));
    if ('back' in button.dataset) jump(-5);
    if ('captions' in button.dataset) showCaptions(!captionsShown());
    if ('aloud' in button.dataset) readAloud(!voice.on);
    if ('full' in button.dataset) full();
  });
  const begin = () => {
    showCaptions(true);
    if (own()) voice.follow(own());
  };
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) begin();
  else video.addEventListener('loadedmetadata', begin, { once: true });
  addEventListener('pagehide', () => voice.quiet());
});
