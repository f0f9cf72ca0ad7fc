// Task forms: <div data-form-island> … becomes a form-js form. See README.md in frontend/ for the HTML it expects.
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import './form.css';
import { createForm } from '@bpmn-io/form-js-viewer';
import { datesModule } from './dates.js';
import { drafts } from './drafts.js';
import { following } from './following.js';
import { folding } from './folding.js';
import { intake } from './intake.js';
import { keyboards } from './keyboards.js';
import { clockFrom } from './moments.js';
import { withOptions } from './options.js';
import { ownWords } from './places.js';
import { photosModule } from './photos.js';
import { problemsOf } from './problems.js';
import { signatureModule } from './signature.js';
import { submission } from './submission.js';
import { kept } from '../page/kept.js';

async function mount(island) {
  const settings = settingsOf(island);
  const { schema, data, sentences } = partsOf(island);
  const typed = settings.readOnly ? undefined : kept(settings.owner, settings.task);
  const place = ownWords(island, schema, settings);
  const form = await createForm({
    container: place.form,
    schema: withOptions(schema, data),
    data: { ...data, ...typed },
    properties: { readOnly: settings.readOnly, ariaLabel: settings.label },
    additionalModules: [datesModule(settings.now && clockFrom(settings.now)), signatureModule(settings), photosModule(settings)],
    debounce: false, // a key pressed just before Ctrl+Enter counts
  });
  if (settings.readOnly) return island.setAttribute('data-ready', '');
  const problems = problemsOf(form, place);
  folding(form, schema, place);
  keyboards(form, place);
  intake(form, island, place);
  const draft = drafts(form, settings, place, typed !== undefined);
  submission(form, settings, place, problems, draft);
  following(form, place, sentences);
  island.setAttribute('data-ready', '');
}

function settingsOf({ dataset }) {
  return {
    action: dataset.action,
    draftAction: dataset.draftAction,
    address: dataset.address,
    signatures: dataset.signatures,
    photos: dataset.photos,
    task: dataset.task ?? dataset.action ?? location.pathname,
    owner: dataset.owner ?? document.body.dataset.actor ?? '',
    label: dataset.label ?? '任务表单',
    submitLabel: dataset.submitLabel ?? '提交',
    confirm: dataset.confirm,
    now: dataset.now,
    drafted: 'drafted' in dataset,
    readOnly: 'readonly' in dataset,
  };
}

function partsOf(island) {
  const part = (name) => {
    const element = island.querySelector(`script[type="application/json"][data-${name}]`);
    return element ? JSON.parse(element.textContent) : {};
  };
  return { schema: part('schema'), data: part('data'), sentences: part('following') };
}

function fail(island, why) {
  console.error(why);
  const notice = document.createElement('div');
  notice.className = 'alert alert-danger';
  notice.setAttribute('role', 'alert');
  notice.textContent = '表单没有打开成功。请刷新页面再试；若仍不行，请告知流程设计人员。';
  island.append(notice);
}

for (const island of document.querySelectorAll('[data-form-island]')) {
  mount(island).catch((why) => fail(island, why));
}
