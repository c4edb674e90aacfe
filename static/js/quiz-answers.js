// Answers of a paper that is open on two devices, or was closed halfway: which word goes over which. Rules only,
// nothing of a page. `entry` is what this browser kept (queue.js); a place is the number of a question on the paper.

const placeOf = (name) => Number(name.slice(1).split('-')[0]); // 'q3-1' → 3

// Which questions this browser has the word on: all, unless another device has sent since; then only what it never got
// away.
export function fromHere(entry, draftOfServer) {
  const older = draftOfServer > (entry.draft || 0);
  return (place) => !older || !entry.unsent || entry.unsent.includes(place);
}

// An entry of before there were drafts does not say what is unsent: then every answer is.
export const unsentIn = (entry, place) => (entry.unsent ? entry.unsent.includes(place) : answeredIn(entry, place));
const answeredIn = (entry, place) => entry.pairs.some(([name, value]) => value && placeOf(name) === place);

export const ofPlaces = (pairs, places) => pairs.filter(([name]) => places.has(placeOf(name)));

// Questions changed and not yet with the server. One changed again while it was under way stays unsent.
export function changes() {
  const unsent = new Map(); // place → number of its last change
  let number = 0;
  return {
    note(place) {
      unsent.set(place, (number += 1));
    },
    restore(place) {
      unsent.set(place, 0);
    },
    now: () => new Map(unsent),
    arrived(sent) {
      sent.forEach((change, place) => {
        if (unsent.get(place) === change) unsent.delete(place);
      });
    },
    places: () => [...unsent.keys()],
    get size() {
      return unsent.size;
    },
  };
}
