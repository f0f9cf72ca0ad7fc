// Builds everything the browser loads into app/web/static/dist, and the FEEL library the server runs into app/engine/js.
// The same inputs give the same bytes: names carry a hash of the content, manifest.json maps the plain name to it.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { iconSprite } from './build/icons.mjs';
import { translated, untranslated } from './build/translate.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, '../app/web/static/dist');
const engine = join(here, '../app/engine/js');

const PAGES = { page: 'page/page.js', form: 'form/form.js', diagram: 'diagram/diagram.js', charts: 'charts/charts.js', papers: 'papers/papers.js' };
const FONTS = { '.woff2': 'file', '.woff': 'file', '.ttf': 'file', '.svg': 'empty', '.eot': 'empty' };

async function buildPages() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: PAGES,
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome103', 'firefox102', 'safari15.4'],
    minify: true,
    legalComments: 'linked',
    charset: 'utf8',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    assetNames: '[name]-[hash]',
    loader: FONTS,
    alias: { '@bpmn-io/feelin': 'feelin' }, // form-js's own is an older one; browser and server must read FEEL alike
    plugins: [translated],
    metafile: true,
    logLevel: 'warning',
  });
  return entriesOf(result.metafile);
}

function entriesOf(metafile) {
  const names = {};
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (!output.entryPoint) continue;
    const entry = basename(output.entryPoint, '.js');
    names[`${entry}.js`] = basename(file);
    if (output.cssBundle) names[`${entry}.css`] = basename(output.cssBundle);
  }
  return names;
}

function buildFeel() {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints: { feel: 'feel/server.js' },
    outdir: engine,
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function writeIcons() {
  const sprite = iconSprite(join(here, 'node_modules/@tabler/icons/icons'));
  const name = `icons-${createHash('sha256').update(sprite).digest('hex').slice(0, 8).toUpperCase()}.svg`;
  writeFileSync(join(dist, name), sprite);
  return { 'icons.svg': name };
}

function copyExplorer() {
  const source = join(here, 'node_modules/swagger-ui-dist');
  const target = join(dist, 'swagger');
  mkdirSync(target, { recursive: true });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE', 'NOTICE']) {
    cpSync(join(source, file), join(target, file));
  }
}

// Packed once here, so that the server need not pack at every visit.
function pack() {
  for (const name of readdirSync(dist).filter((one) => /\.(js|css|svg)$/.test(one))) {
    writeFileSync(join(dist, `${name}.gz`), gzipSync(readFileSync(join(dist, name)), { level: 9 }));
  }
}

function writeManifest(names) {
  const sorted = Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify(sorted, null, 2) + '\n');
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const names = { ...(await buildPages()), ...writeIcons() };
await buildFeel();
copyExplorer();
const lost = untranslated();
if (lost.length) {
  console.error('These English texts are no longer found, so their Chinese would be lost:\n  ' + lost.join('\n  '));
  process.exit(1);
}
pack();
writeManifest(names);
console.log(`built ${Object.keys(names).sort().join(', ')}`);
