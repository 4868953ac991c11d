// Waiting for what a person would see.

/** Waits for something a person would see; never longer than that. */
export async function until(what, look, patience = 30_000) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (failure) {
      last = failure;
    }
    if (Date.now() > end) throw new Error(`not within ${patience / 1000} s: ${what}${last ? ` (${last.message})` : ''}`);
    await new Promise((next) => setTimeout(next, 40));
  }
}
