// The phone in the classroom: what an answer of the server means. Rules only, nothing of a page.

const REFUSED = [404, 409, 413, 422];
const MOST_FAILURES = 4; // of the server itself, before a photo is given up

// What becomes of a photo after `times` answers. asked: its way up is asked for first; read; left: the lesson is over
// for this phone; refused: it goes, with words why; kept: sent again.
export function verdict(status, said, times) {
  if (status === 200) return said.ask ? 'asked' : 'read';
  if (status === 404 && said.error === 'room_left') return 'left';
  if (REFUSED.includes(status) || (status === 500 && times > MOST_FAILURES)) return 'refused';
  return 'kept';
}

// Whether the lesson has gone on since the page that stands here was drawn; `drawn`: its data-…, all strings
export function moved(state, drawn) {
  return ['place', 'last', 'version'].some((name) => String(state[name]) !== drawn[name]) || state.mode !== drawn.mode;
}
