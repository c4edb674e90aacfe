// "Is the picture upright?": asked once for a camera in a lesson where gravity does not say it; until then nothing is
// read. Asked again for another camera, for a picture of another shape, and where the server finds that all letters
// have turned.
import { tabMemory } from './tab-memory.js';

const LETTERS = 'ABCD';

// way({ box, mirrored }) – `mirrored`: the picture is shown as in a mirror, so that left is right
export function way({ box, mirrored }) {
  let name = '',
    turn = null,
    again = false,
    memory = tabMemory(name);

  box.addEventListener('click', (event) => {
    const button = event.target.closest('[data-way-turn]');
    if (!button) return;
    turn = Number(button.dataset.wayTurn);
    if (mirrored && turn % 2) turn = 4 - turn;
    memory.set(turn);
    box.hidden = true;
  });

  return {
    // The frame with its letters as they are upright; null until it is known
    upright(frame, session) {
      const now = `way-${session}-${frame.device}-${frame.size[0] > frame.size[1]}`;
      if (now !== name) {
        name = now;
        memory = tabMemory(name);
        turn = memory.get() === null ? null : Number(memory.get());
      }
      const known = turn !== null ? turn : frame.level && !again ? 0 : null;
      box.hidden = known !== null;
      if (known === null) return null;
      return {
        ...frame,
        cards: frame.cards.map(([number, letter]) => [number, LETTERS[(LETTERS.indexOf(letter) - known + 4) % 4]]),
      };
    },
    doubt() {
      turn = null;
      again = true;
      memory.drop();
    },
    get confirmed() {
      return again && turn !== null;
    },
    get asking() {
      return !box.hidden;
    },
  };
}
