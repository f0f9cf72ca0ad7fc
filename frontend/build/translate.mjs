// form-js has no translations of its own: its English literals are replaced here, while it is bundled.
// A literal that an upgrade moved or changed stops the build, so no Chinese text is lost silently.
// The bpmn.io mark and its notice are never touched (https://bpmn.io/license).
import { readFile } from 'node:fs/promises';
import { FORM_VIEWER } from './wording.mjs';

const lost = [];

export const translated = {
  name: 'translate form-js',
  setup(build) {
    build.onLoad({ filter: /form-js-viewer[\\/]dist[\\/]index\.es\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [english, chinese] of FORM_VIEWER) {
        if (!contents.includes(english)) lost.push(english);
        contents = contents.replaceAll(english, chinese);
      }
      return { contents, loader: 'js' };
    });
  },
};

export function untranslated() {
  return lost;
}
