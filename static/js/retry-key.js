// A key of one's own for what is sent, so that the server knows a retry from a new thing. getRandomValues works on
// plain http, randomUUID does not.
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
