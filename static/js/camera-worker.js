// Reads frames beside the page, so that the preview stays smooth. A plain worker: js-aruco2 is loaded by importScripts
// from our own folder, which the policy `default-src 'self'` allows. In: { begin: { scripts, table } }, then { bitmap }
// or { data, width, height }. Out: { ready: true }, then for each frame what camera-decode.js reads, with `ms` it took.
'use strict';
let read = null;
let canvas = null;

function drawn(bitmap) {
  if (!canvas || canvas.width !== bitmap.width || canvas.height !== bitmap.height)
    canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

onmessage = ({ data }) => {
  if (data.begin) {
    importScripts(...data.begin.scripts);
    read = Cards.reader(data.begin.table);
    postMessage({ ready: true });
    return;
  }
  const began = performance.now();
  const picture = data.bitmap
    ? drawn(data.bitmap)
    : { width: data.width, height: data.height, data: new Uint8ClampedArray(data.data) };
  const reading = read(picture);
  postMessage({
    cards: reading.cards.map(([number, letter]) => [number, letter]),
    copies: reading.copies,
    unclear: reading.unclear,
    mirrored: reading.mirrored,
    size: reading.size,
    ms: Math.round(performance.now() - began),
  });
};
