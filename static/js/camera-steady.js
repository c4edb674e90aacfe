// A letter counts when the same card showed it in three of the last five frames, and in the newest frame that showed
// the card at all. A card that is there twice reads as COPY, by the same rule.
export const COPY = '*';
const FRAMES = 5;
const ENOUGH = 3;

export function steady() {
  let frames = []; // Map card → letter, oldest first

  return {
    see({ cards, copies }) {
      const frame = new Map(cards);
      copies.forEach((number) => frame.set(number, COPY));
      frames = [...frames, frame].slice(-FRAMES);
    },
    // Map card → letter of what counts now
    sure() {
      const sure = new Map();
      new Set(frames.flatMap((frame) => Array.from(frame.keys()))).forEach((number) => {
        const letters = frames.map((frame) => frame.get(number)).filter(Boolean);
        const last = letters[letters.length - 1];
        if (letters.filter((letter) => letter === last).length >= ENOUGH) sure.set(number, last);
      });
      return sure;
    },
    // the next reading of this card needs three new frames
    again(number) {
      frames.forEach((frame) => frame.delete(number));
    },
    forget() {
      frames = [];
    },
  };
}
