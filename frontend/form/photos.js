// Photos and files in the form: taken with the phone's camera or chosen, several; each is sent at once and kept by the server
// as a paper of the case. The answer is the papers' numbers, ["12", "15"].
import { Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { csrfToken, freshToken } from '../page/csrf.js';

const MOST = 20;
const KINDS = 'image/jpeg,image/png,image/webp,application/pdf';

export function photosModule({ photos }) {
  function PhotosField({ field, value, domId, errors = [], disabled, readonly, onChange, fieldInstance }) {
    const [failed, setFailed] = useState([]);
    const [uploading, setUploading] = useState(0);
    const [said, say] = useState('');
    const ids = useRef([]);
    ids.current = value ?? [];
    const path = fieldInstance?.valuePath.join('.') ?? field.key;
    const fixed = disabled || readonly || !photos;
    const described = [`${domId}-description`, `${domId}-error-message`, `${domId}-said`];

    async function take(files) {
      const room = MOST - ids.current.length;
      const wanted = files.slice(0, Math.max(room, 0));
      const refused = [];
      for (const [index, file] of wanted.entries()) {
        setUploading(wanted.length - index);
        say(`正在上传第 ${index + 1} 份，共 ${wanted.length} 份……`);
        const result = await send(`${photos}?${new URLSearchParams({ path, fileName: file.name })}`, file);
        if (result.id) change([...new Set([...ids.current, result.id])]);
        else refused.push({ file, message: result.message });
      }
      setUploading(0);
      setFailed((before) => [...before, ...refused]);
      say(summary(wanted.length - refused.length, refused.length, files.length - wanted.length));
    }

    function change(now) {
      ids.current = now;
      onChange({ value: now });
    }

    async function drop(id) {
      say('正在移除……');
      const result = await remove(`${photos}/${id}`);
      if (result.id) change(ids.current.filter((one) => one !== id));
      say(result.id ? '已移除。' : result.message);
    }

    const again = (one) => {
      setFailed((before) => before.filter((other) => other !== one));
      take([one.file]);
    };
    const full = ids.current.length >= MOST;
    return h('div', { class: `fjs-form-field fjs-form-field-photos ${errors.length ? 'fjs-has-errors' : ''}`, 'data-path': path,
      'data-uploading': uploading ? '' : undefined }, [
      h(Label, { htmlFor: `${domId}-camera`, label: field.label, required: field.validate?.required }),
      ids.current.length > 0 && h('ul', { class: 'hejie-photos' }, ids.current.map((id, index) => h('li', { key: id }, [
        h('a', { href: `${photos}/${id}?size=large`, target: '_blank', rel: 'noopener' },
          h('img', { src: `${photos}/${id}`, alt: `${field.label}：第 ${index + 1} 份`, width: 96, height: 96, loading: 'lazy' })),
        !fixed && h('button', { type: 'button', class: 'btn btn-sm', 'aria-label': `移除${field.label}第 ${index + 1} 份`, disabled: uploading > 0,
          onClick: () => drop(id) }, '移除'),
      ]))),
      fixed && !ids.current.length && h('p', { class: 'text-secondary mb-0' }, '没有照片'),
      !fixed && h('div', { class: 'hejie-photo-tools' }, [
        chooser('拍照', { id: `${domId}-camera`, accept: 'image/*', capture: 'environment' }, 'btn-primary'),
        chooser('从相册或文件里选', { id: `${domId}-files`, accept: KINDS, multiple: true }),
      ]),
      failed.length > 0 && h('ul', { class: 'hejie-photos-failed' }, failed.map((one) => h('li', { key: one.file.name }, [
        h('span', null, `${one.file.name}：${one.message}`),
        h('button', { type: 'button', class: 'btn btn-sm', 'aria-label': `再传一次${one.file.name}`, disabled: uploading > 0, onClick: () => again(one) }, '再传一次'),
        h('button', { type: 'button', class: 'btn btn-sm', 'aria-label': `不传${one.file.name}了`,
          onClick: () => setFailed((before) => before.filter((other) => other !== one)) }, '不传了'),
      ]))),
      h('p', { id: described[2], class: 'hejie-sign-said', role: 'status' }, said),
      h(Description, { id: described[0], description: field.description }),
      h(Errors, { id: described[1], errors }),
    ]);

    function chooser(words, settings, look = '') {
      const off = uploading > 0 || full;
      return h('label', { class: `btn hejie-chooser ${look} ${off ? 'disabled' : ''}` }, [words,
        h('input', { ...settings, type: 'file', class: 'visually-hidden', disabled: off, 'aria-label': `${field.label}：${words}`,
          'aria-describedby': described.join(' '), 'aria-invalid': errors.length ? 'true' : undefined,
          onChange: ({ target }) => {
            const files = [...target.files];
            target.value = '';
            if (files.length) take(files);
          } })]);
    }
  }
  PhotosField.config = {
    type: 'photos', keyed: true, name: '照片', label: '照片', group: 'basic-input', emptyValue: [],
    sanitizeValue: ({ value }) => (Array.isArray(value) ? value.filter((one) => /^[1-9]\d{0,8}$/.test(one)) : []),
    create: (options = {}) => ({ label: '照片', ...options }),
  };

  function register(formFields) {
    formFields.register('photos', PhotosField);
  }
  register.$inject = ['formFields'];
  return { __init__: ['hejiePhotos'], hejiePhotos: ['type', register] };
}

function summary(kept, failed, tooMany) {
  const parts = [];
  if (kept) parts.push(`已存入 ${kept} 份。`);
  if (failed) parts.push(`${failed} 份没有传上，原因见上。`);
  if (tooMany) parts.push(`最多放 ${MOST} 份，另外 ${tooMany} 份没有上传，请先移除一些。`);
  return parts.join('');
}

const send = (address, file) => request(address, { method: 'POST', body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' } },
  '网络不通，没有传上。请检查网络后点“再传一次”。');
const remove = (address) => request(address, { method: 'DELETE' }, '网络不通，没有移除。请检查网络后再点一次。');

// After signing in again in another window the token is a new one: it is fetched, and the request made once more.
async function request(address, what, lost) {
  try {
    let answer = await fetch(address, signed(what));
    if ([400, 403].includes(answer.status) && (await freshToken())) answer = await fetch(address, signed(what));
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 401 || new URL(answer.url).pathname === '/sign-in') return { message: '登录已过期，请在新窗口重新登录后再试。' };
    if (answer.status === 413) return { message: '文件太大，请换一张小一些的。' };
    return answer.ok && said.id ? said : { message: said.message ?? '服务器没有收下，请再试一次。' };
  } catch {
    return { message: lost };
  }
}

function signed(what) {
  const headers = { ...what.headers, Accept: 'application/json', 'HX-Request': 'true', 'X-CSRFToken': csrfToken() };
  return { ...what, headers, credentials: 'same-origin' };
}
