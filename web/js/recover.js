// A page from before an update (from the back button or a phone's memory) asks for files that are gone.
// It reloads itself, once: the flag keeps a page with a truly missing file from turning in circles.
const FLAG = 'reloaded-for-assets';
const isAsset = (url) => url?.startsWith(`${location.origin}/assets/`);

export function reloadOnce() {
  try {
    if (sessionStorage.getItem(FLAG) === location.pathname) return;
    sessionStorage.setItem(FLAG, location.pathname);
  } catch {
    return; // without a memory of having done it, better not to do it
  }
  location.reload();
}

addEventListener(
  'error',
  (event) => {
    const { target } = event;
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet' && isAsset(target.href)) reloadOnce();
    if (target instanceof HTMLScriptElement && isAsset(target.src)) reloadOnce();
  },
  true, // such errors do not bubble
);

addEventListener('load', () => {
  // The style sheet may have failed before this module ran; browsers then have none, or an empty one.
  const links = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => isAsset(link.href));
  if (links.some((link) => !link.sheet?.cssRules.length)) return reloadOnce();
  try {
    sessionStorage.removeItem(FLAG);
  } catch {
    /* private mode: nothing was stored either */
  }
});
