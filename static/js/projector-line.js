// The class screen and the server: each turn shows at once and is told afterwards, one request at a time, always the
// newest place; and the screen follows the teacher's phone. Rules only: what is drawn is `screen` and `news`.
const RETRY = 2000; // ms
const ENDED = [401, 404, 409];
const RUNNING = ['running', 'paused'];

// line({ screen, send, ask, news, offline, over, reload, visible, pace })
//   screen: { place, last, show(place), redraw() → place }    send(place, was), ask() → Response of the lesson's state
// news(state): draws clock, counts, phones offline(yes) over(): the lesson has ended pace(): ms to the next look
export function line({ screen, send, ask, news, offline, over, reload, visible, pace, later = setTimeout }) {
  let known = screen.place; // what the server is known to hold
  let sending = false;
  let turns = 0; // a look asked before a turn and answered after it would name the old place: it is not believed
  let mode = null;

  async function tell() {
    if (sending || known === screen.place) return;
    sending = true;
    turns += 1;
    const target = screen.place;
    try {
      const answer = await send(target, known);
      if (ENDED.includes(answer.status)) {
        over();
        return;
      }
      if (!answer.ok) throw answer.status;
      heard(await answer.json(), target);
      offline(false);
      sending = false;
      tell();
    } catch (lost) {
      offline(true);
      sending = false;
      later(tell, RETRY);
    }
  }

  // `told`: the place this screen showed when it was asked or told
  function heard(state, told) {
    if (!RUNNING.includes(state.state)) {
      over();
      return;
    }
    if (mode !== null && mode !== state.mode) {
      reload();
      return;
    }
    mode = state.mode;
    if ('last' in state && state.last !== screen.last) {
      redraw().catch(() => offline(true));
      return;
    }
    known = state.place;
    news(state);
    if (state.place !== told && screen.place === told) screen.show(state.place);
  }

  // false once the lesson is over
  async function look() {
    if (sending || known !== screen.place || !visible()) return true;
    const told = screen.place;
    const asked = turns;
    try {
      const answer = await ask();
      if (answer.status === 404 || answer.status === 401) {
        over();
        return false;
      }
      if (!answer.ok) return true;
      const state = await answer.json();
      if (asked === turns) heard(state, told);
      offline(false);
    } catch (lost) {
      offline(true);
    }
    return true;
  }

  async function follow() {
    if (await look()) later(follow, pace());
  }

  async function redraw() {
    const place = await screen.redraw();
    if (place !== undefined) known = place;
  }

  return {
    follow,
    look,
    redraw,
    go(target) {
      if (target < 0 || target > screen.last || target === screen.place) return;
      screen.show(target);
      tell();
    },
    // the server moved on by what was just sent (hands counted)
    moved(state) {
      turns += 1;
      known = state.place;
      screen.show(state.place);
      heard(state, screen.place);
    },
    get untold() {
      return known !== screen.place;
    },
  };
}
