// Photos of the class wait in this phone until the server has answered for each of them: a lost answer, a busy server
// or no network lose none. Kept in IndexedDB (works on plain http too), else in memory. A photo is sent as it was
// taken: only a very large JPEG is made smaller, to the size that the server looks at anyway, and says about its
// direction what it said before.
const LARGE = 12e6; // pixels, and bytes
const SIDE = 4096;
const DAY = 24 * 3600e3;
const memory = new Map();
let opening = null;
let stored = true;

export const keepsThem = () => stored;

function base() {
  opening =
    opening ||
    new Promise((done, failed) => {
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
  try {
    await inStore('readwrite', (store) => store.put(photo));
  } catch (full) {
    stored = false;
  } // a private window, a full phone
}
export async function drop(key) {
  memory.delete(key);
  try {
    await inStore('readwrite', (store) => store.delete(key));
  } catch (none) {
    /* it was only in memory */
  }
}
// Photos of this lesson that have no answer yet, oldest first; what another lesson left behind goes
export async function waiting(session) {
  let found = [];
  try {
    found = await inStore('readonly', (store) => store.getAll());
  } catch (none) {
    /* memory has them */
  }
  found.forEach((photo) => {
    if (photo.session !== session || Date.now() - photo.at > DAY) drop(photo.key);
    else if (!memory.has(photo.key)) memory.set(photo.key, photo);
  });
  return Array.from(memory.values())
    .filter((photo) => photo.session === session)
    .sort((a, b) => a.at - b.at);
}

// ── Making a very large one smaller, only where no marker and no direction can be lost. Browsers differ in whether
// they turn a picture by EXIF; so the picture is drawn from a copy whose EXIF says "as it lies", and the word of the
// phone is put back afterwards.
export async function fit(file) {
  if (file.type !== 'image/jpeg') return file;
  try {
    const head = headOf(new DataView(await file.slice(0, 256 * 1024).arrayBuffer()));
    if (!head || (head.width * head.height <= LARGE && file.size <= LARGE)) return file;
    const scale = Math.min(1, SIDE / Math.max(head.width, head.height));
    const width = Math.round(head.width * scale),
      height = Math.round(head.height * scale);
    const lying = head.at
      ? new Blob([file.slice(0, head.at), new Uint8Array(head.little ? [1, 0] : [0, 1]), file.slice(head.at + 2)], {
          type: 'image/jpeg',
        })
      : file;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const brush = canvas.getContext('2d');
    brush.imageSmoothingQuality = 'high';
    const picture = await drawable(lying, width, height);
    if (
      Math.abs((picture.naturalWidth || picture.width) * height - (picture.naturalHeight || picture.height) * width) >
      2 * (head.width + head.height)
    )
      return file; // it was turned all the same
    brush.drawImage(picture, 0, 0, width, height);
    const smaller = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
    if (!smaller || smaller.size >= file.size || smaller.size <= 100000) return file;
    return head.said
      ? new Blob([smaller.slice(0, 2), exif(head.said), smaller.slice(2)], { type: 'image/jpeg' })
      : smaller;
  } catch (cannot) {
    return file;
  }
}
// A decoder that makes it smaller while it reads, where there is one
async function drawable(blob, resizeWidth, resizeHeight) {
  if (typeof createImageBitmap === 'function') {
    try {
      return await createImageBitmap(blob, { resizeWidth, resizeHeight, resizeQuality: 'high' });
    } catch (old) {
      /* without options, or not at all */
    }
  }
  return loaded(blob);
}
// A block of EXIF that says the orientation and nothing else
function exif(said) {
  return new Uint8Array([
    0xff,
    0xe1,
    0,
    34,
    69,
    120,
    105,
    102,
    0,
    0,
    77,
    77,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    18,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    said,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
}
async function loaded(file) {
  const picture = new Image();
  picture.src = await asData(file); // the policy allows data: for pictures, not blob:
  await picture.decode();
  return picture;
}
const asData = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
// Of a JPEG: { width, height } as stored, `said`: EXIF orientation or 0 where there is none, `at`: where it stands.
// null where it cannot be told
export function headOf(view) {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let found = { said: 0, at: 0 };
  for (let at = 2; at + 10 < view.byteLength;) {
    const mark = view.getUint16(at);
    if ((mark & 0xff00) !== 0xff00 || mark === 0xffda) return null;
    if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966 && !found.at) found = inExif(view, at + 10);
    if (mark >= 0xffc0 && mark <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(mark))
      return { ...found, height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
function inExif(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const first = start + view.getUint32(start + 4, little);
  if (first + 2 > view.byteLength) return { said: 0, at: 0 };
  for (let n = 0, at = first + 2; n < view.getUint16(first, little) && at + 12 <= view.byteLength; n += 1, at += 12) {
    const said = view.getUint16(at + 8, little);
    if (view.getUint16(at, little) === 0x0112) return { said: said >= 1 && said <= 8 ? said : 0, at: at + 8, little };
  }
  return { said: 0, at: 0 };
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
    asking.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(Math.round((100 * event.loaded) / event.total));
    };
    asking.onload = () => {
      let said = {};
      try {
        said = JSON.parse(asking.responseText);
      } catch (odd) {
        /* a page of a proxy */
      }
      done({ status: asking.status, said, wait: Number(asking.getResponseHeader('Retry-After')) || 0 });
    };
    asking.onerror = asking.ontimeout = asking.onabort = () => done({ status: 0, said: {}, wait: 0 });
    asking.send(form);
  });
}
