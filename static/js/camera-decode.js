// What a square in a frame of the camera says. The rule is that of the photo reader
// (eduplatform/teaching/cards/decode.py): rather nothing than something wrong. A card is believed when its frame is
// black, the paper around it white, at most two of its 36 cells are wrong, and the shades follow the code. The outlines
// come from js-aruco2. A plain script: a worker loads it by importScripts.
var Cards = (() => {
  'use strict';
  const WRONG_CELLS = 2,
    LIKENESS = 0.8,
    NEARLY = 0.62,
    CONTRAST = 18,
    FRAMED = 0.75,
    PAPERED = 0.5;
  const GROWTH = [0, 0.7, 1.4],
    SPOTS = [-0.22, 0, 0.22]; // pixels outwards; where a cell is looked at
  const WELL = 0.9,
    MOVES = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ]; // below WELL corners get a second look
  const LEAST_SIDE = 11; // pixels of a frame: below, cells are not told apart
  // half window of the threshold, pixels: measured with bench/rooms.py
  const KERNEL = (width) => (width > 2600 ? 7 : 5);

  // 240 rows of 36: each card in four turns, as its cells are met from the upper left
  function templates(codes) {
    const rows = [];
    codes.forEach((hex) => {
      let cells = Array.from(BigInt(`0x${hex}`).toString(2).padStart(36, '0'), (bit) => (bit === '1' ? 1 : -1) / 6);
      for (let turn = 0; turn < 4; turn++) {
        rows.push(Float32Array.from(cells));
        cells = cells.map((_, at) => cells[(5 - (at % 6)) * 6 + Math.floor(at / 6)]); // a quarter clockwise
      }
    });
    return rows;
  }

  // From the square 0 … 1 onto four corners
  function plane(q) {
    const dx1 = q[1].x - q[2].x,
      dx2 = q[3].x - q[2].x,
      dx3 = q[0].x - q[1].x + q[2].x - q[3].x;
    const dy1 = q[1].y - q[2].y,
      dy2 = q[3].y - q[2].y,
      dy3 = q[0].y - q[1].y + q[2].y - q[3].y;
    const whole = dx1 * dy2 - dx2 * dy1 || 1e-6;
    const g = (dx3 * dy2 - dx2 * dy3) / whole,
      h = (dx1 * dy3 - dx3 * dy1) / whole;
    return [
      q[1].x - q[0].x + g * q[1].x,
      q[3].x - q[0].x + h * q[3].x,
      q[0].x,
      q[1].y - q[0].y + g * q[1].y,
      q[3].y - q[0].y + h * q[3].y,
      q[0].y,
      g,
      h,
    ];
  }

  function grown(quad, by) {
    const x = (quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
      y = (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4;
    const size = quad.reduce((sum, one) => sum + Math.abs(one.x - x) + Math.abs(one.y - y), 0) / 8 || 1;
    return quad.map((one) => ({ x: one.x + ((one.x - x) / size) * by, y: one.y + ((one.y - y) / size) * by }));
  }

  // Shade at (u, v) of the square, between pixels
  function spot({ data, width, height }, [a, b, c, d, e, f, g, h], u, v) {
    const w = g * u + h * v + 1;
    const x = Math.min(width - 1.001, Math.max(0, (a * u + b * v + c) / w)),
      y = Math.min(height - 1.001, Math.max(0, (d * u + e * v + f) / w));
    const left = x | 0,
      top = y | 0,
      p = top * width + left,
      fx = x - left,
      fy = y - top;
    return (
      (data[p] * (1 - fx) + data[p + 1] * fx) * (1 - fy) + (data[p + width] * (1 - fx) + data[p + width + 1] * fx) * fy
    );
  }

  // How much lighter the paper around a square is than its frame
  const RINGS = [];
  for (let at = 0; at < 100; at++) {
    const edge = Math.min(at % 10, 9 - (at % 10), Math.floor(at / 10), 9 - Math.floor(at / 10));
    if (edge < 2)
      [-0.25, 0.25].forEach((i) =>
        [-0.25, 0.25].forEach((j) =>
          RINGS.push([((at % 10) - 0.5 + j) / 8, (Math.floor(at / 10) - 0.5 + i) / 8, edge ? -1 / 28 : 1 / 36]),
        ),
      );
  }
  function parted(grey, quad) {
    const onto = plane(quad);
    let sum = 0;
    for (let n = 0; n < RINGS.length; n++) sum += RINGS[n][2] * spot(grey, onto, RINGS[n][0], RINGS[n][1]);
    return sum;
  }

  const cells = new Float32Array(100),
    frame = new Float32Array(28),
    paper = new Float32Array(36);
  // Fills `inner` with 36 shades, -1 as black as the frame … 1 as white as the paper; answers their contrast, 0 where
  // one of them is not so
  function shades(grey, quad, spots, inner) {
    const onto = plane(quad),
      n = spots.length;
    for (let at = 0; at < 100; at++) {
      const row = Math.floor(at / 10) - 0.5,
        column = (at % 10) - 0.5;
      let sum = 0;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) sum += spot(grey, onto, (column + spots[j]) / 8, (row + spots[i]) / 8);
      cells[at] = sum / (n * n);
    }
    let dark = 0,
      pale = 0,
      own = 0;
    for (let at = 0; at < 100; at++) {
      const edge = Math.min(at % 10, 9 - (at % 10), Math.floor(at / 10), 9 - Math.floor(at / 10));
      if (edge === 0) paper[pale++] = cells[at];
      else if (edge === 1) frame[dark++] = cells[at];
      else inner[own++] = cells[at];
    }
    frame.sort();
    paper.sort();
    const black = (frame[13] + frame[14]) / 2,
      white = paper[22] * 0.25 + paper[23] * 0.75,
      contrast = white - black,
      middle = (white + black) / 2;
    for (let at = 0; at < 36; at++)
      inner[at] = Math.max(-1, Math.min(1, ((inner[at] - middle) / Math.max(contrast, 1)) * 2));
    const framed = frame.filter((one) => one < middle).length / 28,
      papered = paper.filter((one) => one > middle).length / 36;
    return framed >= FRAMED && papered >= PAPERED ? contrast : 0;
  }

  function best(inner, table) {
    const length = Math.sqrt(inner.reduce((sum, one) => sum + one * one, 0)) || 1e-3;
    let top = -1,
      at = 0;
    for (let row = 0; row < table.length; row++) {
      let sum = 0;
      for (let cell = 0; cell < 36; cell++) sum += table[row][cell] * inner[cell];
      if (sum > top) {
        top = sum;
        at = row;
      }
    }
    return { at, likeness: top / length };
  }

  const first = new Float32Array(36),
    inner = new Float32Array(36);
  function said(grey, corners, table) {
    if (shades(grey, corners, SPOTS, inner) < CONTRAST) return null;
    const { at, likeness } = best(inner, table),
      turn = at % 4;
    const wrong = inner.reduce((sum, one, cell) => sum + (one > 0 !== table[at][cell] > 0), 0);
    return {
      at,
      number: 1 + (at >> 2),
      likeness,
      wrong,
      quad: corners,
      corners: [0, 1, 2, 3].map((n) => corners[(n + turn) % 4]),
      believed: wrong <= WRONG_CELLS && likeness >= LIKENESS,
    };
  }

  // One square → { number, corners, wrong, likeness, believed }, or null where it is nothing like a card
  function word(grey, quad, table) {
    if (shades(grey, quad, [0], first) < CONTRAST / 2) return null;
    const tried = GROWTH.map((by) => said(grey, grown(quad, by), table)).filter((one) => one && one.likeness >= NEARLY);
    return tried.sort((a, b) => b.likeness - a.likeness)[0] || null;
  }

  // The same with corners moved to where frame and paper part best: a finger on an edge draws a corner away. What the
  // cells say has no part in it, or moving corners would make a card out of a chequered poster.
  function settled(grey, one, table) {
    const quad = one.quad.map((corner) => ({ ...corner }));
    [0.04, 0.02, 0.01, 0.02, 0.01].forEach((share) => {
      const step = share * side(quad);
      quad.forEach((corner) => {
        const { x, y } = corner;
        let top = parted(grey, quad),
          to = { x, y };
        MOVES.forEach(([dx, dy]) => {
          corner.x = x + dx * step;
          corner.y = y + dy * step;
          const now = parted(grey, quad);
          if (now > top) {
            top = now;
            to = { x: corner.x, y: corner.y };
          }
        });
        Object.assign(corner, to);
      });
    });
    const now = said(grey, quad, table);
    return now && (now.believed || !one.believed) ? now : one;
  }

  // Degrees clockwise by which the marker is turned; a tilt foreshortens symmetrically and does not matter
  function turned([a, b, c, d]) {
    const right = { x: b.x - a.x + c.x - d.x, y: b.y - a.y + c.y - d.y },
      down = { x: d.x - a.x + c.x - b.x, y: d.y - a.y + c.y - b.y };
    return (Math.atan2(right.y - down.x, right.x + down.y) * 180) / Math.PI;
  }

  function side(corners) {
    return (
      corners.reduce(
        (sum, one, n) => sum + Math.hypot(one.x - corners[(n + 1) % 4].x, one.y - corners[(n + 1) % 4].y),
        0,
      ) / 4
    );
  }

  function samePlace(a, b) {
    const middle = (one) => ({
      x: one.corners.reduce((sum, c) => sum + c.x, 0) / 4,
      y: one.corners.reduce((sum, c) => sum + c.y, 0) / 4,
    });
    const p = middle(a),
      q = middle(b);
    return Math.hypot(p.x - q.x, p.y - q.y) < 0.5 * Math.max(side(a.corners), side(b.corners));
  }

  // The best word of each place, for one frame is found several times; where two cards are believed at one place, none
  function oneEach(words) {
    const kept = [],
      torn = [];
    words
      .sort((a, b) => b.believed - a.believed || b.likeness - a.likeness)
      .forEach((one) => {
        const other = kept.find((two) => samePlace(one, two));
        if (!other) kept.push(one);
        else if (one.believed && one.number !== other.number) torn.push(other);
      });
    return kept.filter((one) => !torn.includes(one));
  }

  // reader({ codes: ['6001134e5', …] for the cards 1, 2, …, letters: 'ABCD', crooked: degrees }) → read(picture with
  // RGBA data)
  function reader({ codes, letters, crooked }) {
    const table = templates(codes),
      finder = new AR.Detector(),
      grey = new CV.Image(),
      black = new CV.Image();
    let binary;

    function squares() {
      CV.adaptiveThreshold(grey, black, KERNEL(grey.width), 7);
      const found = finder.findCandidates(CV.findContours(black, binary), 4 * LEAST_SIDE * 0.7, 0.05, LEAST_SIDE * 0.7);
      return finder.clockwiseCorners(found);
    }

    // { cards: [[number, letter, x, y]], copies: [number], unclear: how many cards were there but not to be read, size:
    // [w, h] }
    return function read(picture) {
      const { width, height } = picture;
      if (grey.width !== width || grey.height !== height) {
        grey.data = new Uint8Array(width * height);
        black.data = new Uint8Array(width * height);
        binary = new Int32Array((width + 2) * (height + 2));
      }
      CV.grayscale(picture, grey);
      const quads = squares();
      const found = oneEach(quads.map((quad) => word(grey, quad, table)).filter(Boolean));
      const kept = oneEach(found.map((one) => (one.wrong || one.likeness < WELL ? settled(grey, one, table) : one)));
      const cards = [],
        places = new Map();
      let unclear = 0;
      kept.forEach((one) => {
        const turn = turned(one.corners),
          quarters = Math.round(-turn / 90);
        if (!one.believed || Math.abs(turn + 90 * quarters) > crooked) {
          unclear += 1;
          return;
        }
        places.set(one.number, (places.get(one.number) || 0) + 1);
        cards.push([one.number, letters[((quarters % 4) + 4) % 4], one.corners]);
      });
      // Nothing is read: would it be in a mirror? The corners the other way round say so
      const mirrored =
        !kept.some((one) => one.believed) &&
        quads.some((quad) => {
          const one = word(grey, quad.slice().reverse(), table);
          return one && one.believed;
        });
      const copies = Array.from(places.keys()).filter((number) => places.get(number) > 1);
      return {
        cards: cards.filter(([number]) => places.get(number) === 1),
        copies,
        unclear,
        mirrored,
        size: [width, height],
      };
    };
  }

  return { reader };
})();
