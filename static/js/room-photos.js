// Photos of the class wait in this phone until the server has answered for each of them: a lost answer, a busy server or no network
// lose none. Kept in IndexedDB (works on plain http too), else in memory. A photo is sent as it was taken: only a very large JPEG that
// stands upright is made smaller, to the size that the server looks at anyway.
const LARGE = 12 * 1024 * 1024;
const SIDE = 4096;
const DAY = 24 * 3600e3;
const memory = new Map();
let opening = null;
let stored = true;

export const keepsThem = () => stored;

function base() {
  opening = opening || new Promise((done, failed) => {
    const asked = indexedDB.open('anxue-room', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('photos', { keyPath: 'key' });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opening;
}
async function inStore(mode, work) {
  const store = (await base()).transaction('photos', mode).objectStore('photos');
  return new Promise((done, failed) => {
    const asked = work(store);
    asked.transaction.oncomplete = () => done(asked.result);
    asked.transaction.onabort = asked.transaction.onerror = () => failed(asked.error);
  });
}
export async function keep(photo) {
  memory.set(photo.key, photo);
  try { await inStore('readwrite', (store) => store.put(photo)); } catch (full) { stored = false; } // a private window, a full phone
}
export async function drop(key) {
  memory.delete(key);
  try { await inStore('readwrite', (store) => store.delete(key)); } catch (none) { /* it was only in memory */ }
}
// Photos of this lesson that have no answer yet, oldest first; what another lesson left behind goes
export async function waiting(session) {
  let found = [];
  try { found = await inStore('readonly', (store) => store.getAll()); } catch (none) { /* memory has them */ }
  found.forEach((photo) => { if (photo.session !== session || Date.now() - photo.at > DAY) drop(photo.key); else if (!memory.has(photo.key)) memory.set(photo.key, photo); });
  return Array.from(memory.values()).filter((photo) => photo.session === session).sort((a, b) => a.at - b.at);
}

// ── Making a very large one smaller, only where no marker and no direction can be lost
export async function fit(file) {
  if (file.size <= LARGE || file.type !== 'image/jpeg') return file;
  try {
    if (orientation(new DataView(await file.slice(0, 128 * 1024).arrayBuffer())) !== 1) return file; // old browsers would turn it wrongly
    const picture = await loaded(file);
    const scale = Math.min(1, SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    const brush = canvas.getContext('2d');
    brush.imageSmoothingQuality = 'high';
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
    return smaller && smaller.size < file.size && smaller.size > 100000 ? smaller : file;
  } catch (cannot) { return file; }
}
async function loaded(file) {
  const picture = new Image();
  picture.src = await asData(file); // the policy allows data: for pictures, not blob:
  await picture.decode();
  return picture;
}
const asData = (file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(file);
});
// The EXIF orientation, 1 where there is none; 0 where it cannot be told
export function orientation(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; at + 10 < view.byteLength;) {
    const mark = view.getUint16(at);
    if (mark === 0xffda) return 1;
    if ((mark & 0xff00) !== 0xff00) return 0;
    if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return inExif(view, at + 10);
    at += 2 + view.getUint16(at + 2);
  }
  return 0;
}
function inExif(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const first = start + view.getUint32(start + 4, little);
  if (first + 2 > view.byteLength) return 0;
  for (let n = 0, at = first + 2; n < view.getUint16(first, little) && at + 12 <= view.byteLength; n += 1, at += 12) {
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little);
  }
  return 1;
}

// ── Sending one: {status, said}; status 0 where nothing came back
export function send(url, photo, token, progress) {
  return new Promise((done) => {
    const asking = new XMLHttpRequest();
    const form = new FormData();
    ['session', 'number', 'part', 'key'].forEach((name) => form.append(name, photo[name]));
    form.append('photo', photo.blob, 'photo.jpg');
    asking.open('POST', url);
    asking.timeout = 90000;
    asking.setRequestHeader('Accept', 'application/json');
    asking.setRequestHeader('X-CSRFToken', token);
    asking.upload.onprogress = (event) => { if (event.lengthComputable) progress(Math.round(100 * event.loaded / event.total)); };
    asking.onload = () => {
      let said = {};
      try { said = JSON.parse(asking.responseText); } catch (odd) { /* a page of a proxy */ }
      done({ status: asking.status, said, wait: Number(asking.getResponseHeader('Retry-After')) || 0 });
    };
    asking.onerror = asking.ontimeout = asking.onabort = () => done({ status: 0, said: {}, wait: 0 });
    asking.send(form);
  });
}
