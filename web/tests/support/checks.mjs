// What every page has to pass: no barrier that axe finds, nothing wider than the screen.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function checkPage(page, width, scripts = true) {
  const where = `${new URL(page.url()).pathname} at ${width} width`;
  const wide = await page.evaluate(tooWide);
  none(wide, `${where} scrolls sideways`);
  await page.evaluate(settled);
  none(await axe(page, scripts), `${where} has barriers`);
}

/** Colours that are changing are neither the old nor the new ones: waits until they have changed. */
function settled() {
  const ending = (animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime);
  return Promise.allSettled(document.getAnimations().filter(ending).map((animation) => animation.finished));
}

/** Fails with one line for each fault. */
export function none(faults, what) {
  if (faults.length) assert.fail([`${what}:`, ...faults].join('\n    '));
}

/**
 * Asks axe-core. It goes in by the browser's own protocol and in a world apart, so that the page's content security
 * policy stays on and the page's scripts never meet it.
 */
async function axe(page, scripts) {
  const protocol = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await protocol.send('Page.getFrameTree');
    const { executionContextId: contextId } = await protocol.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    const ask = async (expression) => {
      const { result, exceptionDetails } = await protocol.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    // Where scripts are off no timer ever rings; axe waits for a few of no length.
    if (!scripts) await ask('globalThis.setTimeout = (run) => { Promise.resolve().then(run); return 0; }');
    await ask(AXE);
    return await ask(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => id + ' (' + help + '): ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? node.html.slice(0, 200)))))`);
  } finally {
    await protocol.detach();
  }
}

/** Elements that stick out of the window to the right (and are not inside something that scrolls by itself). */
export function tooWide() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const inScroller = (element) => {
    for (let above = element.parentElement; above && above !== document.body; above = above.parentElement)
      if (getComputedStyle(above).overflowX !== 'visible') return true;
    return false;
  };
  const found = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !inScroller(element),
  );
  return [
    `${root.scrollWidth} px of content in ${root.clientWidth} px`,
    ...found.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 60)}`),
  ];
}
