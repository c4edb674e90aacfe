// A camera and the worker that reads its frames, one frame at a time. Nothing of a picture leaves the device or is
// kept.
const WHY = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};
const SLOWEST = 300; // ms between two frames, at most

// eyes({ video, data: { worker, scripts, table }, rear, seen(reading), trouble(code or null), several(yes), idle() }) →
// { open, close, another } Codes of trouble: insecure, old, none, denied, busy, lost, turned, mirrored, tap (an iPhone
// asks for its sense of gravity in a tap). A reading has `level`: whether gravity says that the picture is upright;
// else somebody must say it.
export function eyes({ video, data, rear, seen, trouble, several, idle }) {
  let worker = null;
  let stream = null;
  let device = null; // chosen by hand, among several
  let waiting = false;
  const gravity = sense();

  function begin() {
    if (worker) return;
    worker = new Worker(data.worker);
    worker.onerror = () => fail('old');
    worker.onmessage = (message) => {
      if (message.data.ready) {
        next();
        return;
      }
      waiting = false;
      if (!stream) return;
      const { against, known } = gravity.now();
      trouble(against ? 'turned' : message.data.mirrored ? 'mirrored' : null);
      if (!against)
        seen({
          ...message.data,
          level: known,
          device: (stream.getVideoTracks()[0].getSettings() || {}).deviceId || '',
        });
      next();
    };
    worker.postMessage({ begin: { scripts: JSON.parse(data.scripts), table: JSON.parse(data.table) } });
  }

  function next() {
    if (!stream || waiting) return;
    if (idle()) {
      setTimeout(take, SLOWEST);
      return;
    } // nothing is asked: a phone need not get hot
    // a video that is not shown calls nobody
    const timer = setTimeout(take, video.requestVideoFrameCallback ? SLOWEST : 60);
    if (video.requestVideoFrameCallback)
      video.requestVideoFrameCallback(() => {
        clearTimeout(timer);
        take();
      });
  }

  async function take() {
    if (!stream || waiting || !worker) return;
    const { videoWidth: width, videoHeight: height } = video;
    if (!width) {
      setTimeout(next, 100);
      return;
    }
    waiting = true;
    try {
      if (typeof OffscreenCanvas === 'function' && typeof createImageBitmap === 'function') {
        const bitmap = await createImageBitmap(video);
        worker.postMessage({ bitmap }, [bitmap]);
      } else {
        const picture = drawnHere(video, width, height);
        worker.postMessage({ data: picture.data.buffer, width, height }, [picture.data.buffer]);
      }
    } catch (early) {
      waiting = false;
      setTimeout(next, 200);
    }
  }

  // `tapped`: from within a tap, the only moment in which iOS lets itself be asked for gravity
  async function open(tapped = false) {
    if (!isSecureContext) return fail('insecure');
    if (!navigator.mediaDevices || typeof Worker !== 'function') return fail('old');
    if (rear && gravity.mustAsk()) {
      if (!tapped) return fail('tap');
      await gravity.ask();
    }
    close();
    const wanted = { width: { ideal: 2560 }, height: { ideal: 1440 } };
    if (device) wanted.deviceId = { exact: device };
    else if (rear) wanted.facingMode = { ideal: 'environment' };
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
    } catch (refused) {
      return fail(WHY[refused.name] || 'busy');
    }
    stream.getVideoTracks()[0].addEventListener('ended', () => fail('lost'));
    video.srcObject = stream;
    await video.play().catch(() => {});
    trouble(null);
    begin();
    next();
    cameras().then((found) => several(found.length > 1));
    if (navigator.wakeLock) navigator.wakeLock.request('screen').catch(() => {});
    return true;
  }

  const cameras = async () =>
    (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === 'videoinput');

  async function another() {
    const found = await cameras();
    const now = stream && stream.getVideoTracks()[0].getSettings().deviceId;
    const at = found.findIndex((one) => one.deviceId === now);
    if (found.length) device = found[(at + 1) % found.length].deviceId;
    return open();
  }

  function close() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    waiting = false;
    if (worker) {
      worker.terminate();
      worker = null;
    }
    video.srcObject = null;
  }

  function fail(code) {
    close();
    trouble(code);
    return false;
  }

  // A phone takes the camera away from a page in the background
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && stream && stream.getVideoTracks()[0].readyState === 'ended') open();
  });
  return { open, close, another };
}

function drawnHere(video, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  pen.drawImage(video, 0, 0);
  return pen.getImageData(0, 0, width, height);
}

// With its turning locked a phone held across gives a picture that lies on its side, and each letter would be the next
// one. Where gravity is known, such frames are not read. now(): { known, against: the phone is held against the way the
// screen is drawn }.
function sense() {
  // WebKit alone has gestures: there it must be asked for in a tap, and the signs are the other way round. Chromium has
  // the same function and needs no tap.
  const asks =
    typeof GestureEvent !== 'undefined' &&
    typeof DeviceMotionEvent !== 'undefined' &&
    typeof DeviceMotionEvent.requestPermission === 'function';
  // where the pull is held against, by the angle of the screen
  const UP = { 0: [0, 1], 90: [1, 0], 180: [0, -1], 270: [-1, 0] };
  let asked = !asks,
    at = -Infinity,
    against = false;
  addEventListener('devicemotion', ({ accelerationIncludingGravity: pull }) => {
    if (!pull || pull.x === null || pull.y === null || !window.screen.orientation) return;
    const [x, y] = asks ? [-pull.x, -pull.y] : [pull.x, pull.y];
    if (Math.max(Math.abs(x), Math.abs(y)) < 4) return; // lying flat says nothing
    const [right, up] = UP[screen.orientation.angle] || UP[0];
    const along = x * right + y * up,
      across = Math.abs(x * up - y * right);
    if (screen.orientation.angle % 180 ? Math.abs(along) < across / 1.5 : along < across / 1.5) against = true;
    else if (Math.abs(along) > across) against = false;
    at = performance.now();
  });
  return {
    now: () => ({ known: performance.now() - at < 3000, against }),
    mustAsk: () => !asked,
    async ask() {
      asked = true;
      try {
        await DeviceMotionEvent.requestPermission();
      } catch (refused) {
        /* then the teacher says it */
      }
    },
  };
}
