// What a page that reads cards does, whatever it draws: follow the question on the screen, read, report. `draw` gets
// (card → { letter, state }) – state: seen (on this camera, steadily), odd (a letter the question does not have), kept,
// typed or doubt (as the server has it) – and what holds now.
import { eyes } from './camera-eyes.js';
import { reporter } from './camera-report.js';
import { meta } from './dom.js';
import { get } from './http.js';
import { way } from './camera-way.js';
import { steady, COPY } from './camera-steady.js';

const FOLLOW = 2000; // ms between two looks at where the lesson stands

export function reading({ root, video, rear, draw, several, over }) {
  const looks = steady();
  const up = way({ box: root.querySelector('[data-way]'), mirrored: !rear });
  const token = meta('csrf-token');
  const boxes = Array.from(root.querySelectorAll('[data-trouble]'));
  const shown = { camera: null, offline: null, over: null };
  let standing = {}; // card → kept, typed, doubt
  let state = { open: false };
  let unclear = 0;
  let strange = new Set(); // cards of nobody in this class
  let away = new Set(); // cards of pupils noted as away: told, not counted
  let stopped = false;
  let asking = false;
  let frames = 0;

  function trouble(kind, code) {
    if (shown[kind] === code) return;
    shown[kind] = code;
    const now = [shown.over, shown.camera, shown.offline].filter(Boolean)[0];
    boxes.forEach((box) => {
      box.hidden = box.dataset.trouble !== now;
    });
    paint();
  }

  const report = reporter({
    url: root.dataset.readings,
    token,
    confirmed: () => up.confirmed,
    told(said) {
      if ((said.turned || []).length) {
        up.doubt();
        looks.forget();
        report.again();
      }
      strange = new Set([...strange, ...said.strange]);
      away = new Set([...away, ...(said.away || [])]);
      said.disputed.forEach((number) => {
        looks.again(number);
        standing[number] = 'doubt';
      });
      [...said.new, ...said.same, ...said.changed].forEach((number) => {
        standing[number] = 'kept';
      });
      paint();
    },
    closed() {
      state.open = false;
      report.ask(null);
      looks.forget();
      follow();
    },
    left: leave,
    line: (there) => trouble('offline', there ? null : 'offline'),
  });

  const eye = eyes({
    video,
    data: root.dataset,
    rear,
    seen(taken) {
      if (stopped) return;
      const frame = up.upright(taken, state.session);
      if (!frame) {
        looks.forget();
        paint();
        return;
      }
      looks.see(frame);
      frames += 1;
      // for whoever looks into a slow phone
      root.dataset.frames = `${frames} × ${frame.size.join('×')}, ${frame.ms} ms, ${frame.cards.length}`;
      unclear = frame.unclear;
      report.offer(looks.sure());
      paint();
    },
    trouble: (code) => trouble('camera', code),
    several,
    idle: () => !state.open,
  });

  function paint() {
    const cards = {};
    Object.entries(standing).forEach(([card, how]) => {
      cards[card] = { letter: '', state: how };
    });
    looks.sure().forEach((letter, card) => {
      const known = cards[card];
      const odd = state.open && letter !== COPY && !state.sides.includes(letter);
      cards[card] = {
        letter: letter === COPY ? '' : letter,
        state: letter === COPY ? 'doubt' : odd ? 'odd' : known ? known.state : 'seen',
      };
    });
    draw(cards, {
      ...state,
      unclear,
      strange: Array.from(strange),
      away: Array.from(away),
      kept: Object.values(standing).filter((how) => how !== 'doubt').length,
      trouble: shown.over || shown.camera,
      asking: up.asking,
    });
  }

  async function follow() {
    if (stopped || asking) return;
    asking = true;
    try {
      const answer = await get(root.dataset.readings);
      if (answer.status === 404) {
        leave();
        return;
      }
      if (!answer.ok) throw answer.status;
      state = await answer.json();
      if (state.over) {
        leave();
        return;
      }
      if (report.ask(state.open ? { number: state.number, part: state.part } : null)) {
        looks.forget();
        strange = new Set();
        away = new Set();
      }
      standing = state.seats;
      trouble('offline', null);
      paint();
    } catch (lost) {
      trouble('offline', 'offline');
    } finally {
      asking = false;
    }
  }

  function leave() {
    stopped = true;
    eye.close();
    trouble('over', 'over');
    if (over) over();
  }

  const beat = setInterval(() => {
    if (stopped) clearInterval(beat);
    else if (document.visibilityState === 'visible') follow();
  }, FOLLOW);
  root.addEventListener('click', (event) => {
    if (event.target.closest('[data-open]')) eye.open(true);
    if (event.target.closest('[data-another]')) eye.another();
  });
  follow();
  return {
    open: eye.open,
    close() {
      stopped = true;
      eye.close();
    },
  };
}
