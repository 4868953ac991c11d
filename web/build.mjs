// node build.mjs <folder>: makes the finished, hashed files of the pages and manifest.json (name -> hashed file).
// Sass for the design system, esbuild for everything else. build.rs calls it; run it by hand to look at a change.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const web = import.meta.dirname;
const modules = path.join(web, 'node_modules');
const out = path.resolve(process.argv[2] ?? path.join(web, 'dist'));
const manifest = {};

fs.mkdirSync(out, { recursive: true });
await styles();
await scripts();
icons();
images();
fs.writeFileSync(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 1));

/** app.css with the fonts it names, and office.css, which follows it on the pages that are not for the day's audits. */
async function styles() {
  // Fontsource's own sheet splits the font by alphabet, so that a browser fetches only what a page needs.
  await sheet('app', '@import "@fontsource-variable/public-sans/wght.css";');
  await sheet('office');
}

async function sheet(name, before = '') {
  const { css } = sass.compile(path.join(web, `scss/${name}.scss`), {
    loadPaths: [path.join(modules, '@uswds/uswds/packages')],
    quietDeps: true,
  });
  await bundle({
    stdin: { contents: `${before}\n${css}`, loader: 'css', resolveDir: web, sourcefile: `${name}.css` },
    entryNames: `${name}-[hash]`,
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    target: ['chrome111', 'firefox114', 'safari16.4'],
  });
}

/** app.js, and apart what only some pages import; sw.js by itself, for it runs apart from all pages. */
async function scripts() {
  const js = { format: 'esm', target: ['es2022'] };
  await bundle({ ...js, entryPoints: [path.join(web, 'js/app.js')], splitting: true, chunkNames: '[name]-[hash]' });
  await bundle({ ...js, format: 'iife', entryPoints: [path.join(web, 'js/sw.js')] });
}

async function bundle(options) {
  const { metafile } = await esbuild.build({
    bundle: true,
    minify: true,
    metafile: true,
    outdir: out,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  });
  for (const output of Object.keys(metafile.outputs)) {
    const file = path.basename(output);
    const name = file.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, '');
    manifest[name in manifest ? file : name] = file; // parts that several pages share have no name of their own
  }
}

/** The sheets of img/icons.json: one <symbol> for each name, from the design system or from img/icons/. */
function icons() {
  const sheets = JSON.parse(fs.readFileSync(path.join(web, 'img/icons.json'), 'utf8'));
  for (const [sheet, names] of Object.entries(sheets)) {
    emit(`${sheet}.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('')}</svg>`);
  }
}

function symbol(name) {
  const uswds = path.join(modules, '@uswds/uswds/dist/img');
  const places = [path.join(web, 'img/icons'), path.join(uswds, 'usa-icons'), path.join(uswds, 'material-icons')];
  const file = places.map((place) => path.join(place, `${name}.svg`)).find((place) => fs.existsSync(place));
  if (!file) throw new Error(`img/icons.json names "${name}", but no such icon exists`);
  const text = fs.readFileSync(file, 'utf8');
  const shapes = text
    .slice(text.indexOf('>', text.indexOf('<svg')) + 1, text.lastIndexOf('</svg>'))
    .replace(/<path[^>]*d="M0 0h24v24H0(z|V0z)"[^>]*\/>/gi, ''); // the empty square behind every Material icon
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.trim()}</symbol>`;
}

/** The logo, the favicon and what a phone shows when the app is put on its home screen. */
function images() {
  const folder = path.join(web, 'img');
  for (const name of fs.readdirSync(folder).sort()) {
    if (/\.(svg|png)$/.test(name)) emit(name, fs.readFileSync(path.join(folder, name)));
  }
  const app = JSON.parse(fs.readFileSync(path.join(folder, 'app.webmanifest'), 'utf8'));
  for (const icon of app.icons) icon.src = manifest[icon.src];
  emit('app.webmanifest', JSON.stringify(app));
}

/** Writes one file under a name with the hash of its content. */
function emit(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  fs.writeFileSync(path.join(out, file), content);
  manifest[name] = file;
}
