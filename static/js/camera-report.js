// Tells the server what was read: at most one report a second, each with a key of its own and sent until it is
// answered, so that a lost answer neither loses nor doubles anything. A disputed reading is looked at again and told a
// second time: the server settles it.
import { COPY } from './camera-steady.js';
import { post } from './http.js';
import { newKey } from './retry-key.js';

const REST = 1000; // ms between two reports, and before a disputed card counts again
const SLOWEST = 5000;

// reporter({ url, token, sides, told(told), left(), closed(), line(up) }) – `told`: the server's lists of card numbers
export function reporter({ url, token, told, left, closed, line, confirmed }) {
  let question = null; // { number, part } while answers are taken
  let held = new Map(); // card → { letter, disputed, at } as the server knows it from here
  let busy = false;
  let last = -REST;

  const now = () => performance.now();
  const same = (one, other) => Boolean(one && other) && one.number === other.number && one.part === other.part;

  function due([number, letter]) {
    const known = held.get(number);
    if (!known || known.letter !== letter) return true;
    return known.disputed && letter !== COPY && now() - known.at >= REST;
  }

  function send(asked, fresh) {
    const letters = fresh.filter(([, letter]) => letter !== COPY).map(([number, letter]) => `${number}${letter}`);
    const copies = fresh.filter(([, letter]) => letter === COPY).map(([number]) => number);
    const body = {
      key: newKey(),
      number: asked.number,
      part: asked.part,
      letters: letters.join(' '),
      copies: copies.join(' '),
      upright: confirmed() ? 1 : '',
    };
    busy = true;
    last = now();
    attempt(asked, fresh, body, REST);
  }

  async function attempt(asked, fresh, body, wait) {
    try {
      const answer = await post(url, body, { token });
      if (answer.status >= 500 || answer.status === 429) throw answer.status;
      const said = await answer.json();
      line(true);
      busy = false;
      if (answer.ok) heard(asked, fresh, said);
      else if (said.error === 'room_left' || said.error === 'session_over') left();
      else {
        if (same(asked, question)) question = null;
        closed(said.message || '');
      } // revealed meanwhile: nothing was kept
    } catch (lost) {
      line(false);
      setTimeout(() => attempt(asked, fresh, body, Math.min(SLOWEST, wait * 2)), wait);
    }
  }

  function heard(asked, fresh, said) {
    if (!same(asked, question)) return;
    fresh.forEach(([number, letter]) =>
      held.set(number, { letter, disputed: said.disputed.includes(number), at: now() }),
    );
    told(said);
  }

  return {
    // what counts now; call with every frame
    offer(sure) {
      if (!question || busy || now() - last < REST) return;
      const fresh = Array.from(sure).filter(due);
      if (fresh.length) send(question, fresh);
    },
    // the question on the screen, null while none is open; true when it is another one than before
    ask(next) {
      if (same(next, question)) return false;
      question = next;
      held = new Map();
      return true;
    },
    again() {
      held = new Map();
    }, // nothing of it was kept: all is told anew
    get asked() {
      return question;
    },
  };
}
