// One value that this tab remembers by a name and that outlasts a reload, as text; null where there is none. Where the
// browser keeps nothing it lasts as long as the page.
export function tabMemory(name) {
  let here = null;
  return {
    get() {
      try {
        return sessionStorage.getItem(name);
      } catch (refused) {
        return here;
      }
    },
    set(value) {
      here = String(value);
      try {
        sessionStorage.setItem(name, value);
      } catch (refused) {
        /* kept in `here` */
      }
    },
    drop() {
      here = null;
      try {
        sessionStorage.removeItem(name);
      } catch (refused) {
        /* there is nothing */
      }
    },
  };
}
