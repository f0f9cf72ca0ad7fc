// A signature in the form: drawn with finger, pen or mouse; or the name typed; or a photograph of one on paper. All three
// become one PNG that the server keeps as a paper; the answer is the paper's number and checksum, "12:9f86d0…".
import { Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { csrfToken } from '../page/csrf.js';

const [WIDTH, HEIGHT] = [900, 450];
const INK = '#12243f';

export function signatureModule({ signatures }) {
  function SignatureField({ field, value, domId, errors = [], disabled, readonly, onChange, fieldInstance }) {
    const canvas = useRef();
    const [again, setAgain] = useState(false);
    const [said, say] = useState('');
    const [touched, touch] = useState(false);
    const path = fieldInstance?.valuePath.join('.') ?? field.key;
    const fixed = disabled || readonly || !signatures;
    const ids = [`${domId}-description`, `${domId}-error-message`];

    async function keep() {
      say('正在保存签名……');
      const result = await send(`${signatures}?path=${encodeURIComponent(path)}`, await pngOf(canvas.current));
      say(result.answer ? '签名已保存，提交表单后生效。' : result.message);
      if (!result.answer) return;
      setAgain(false);
      touch(false);
      onChange({ value: result.answer });
    }

    function clear() {
      wipe(canvas.current);
      touch(false);
      say('');
    }

    const drawing = !fixed && (again || !value);
    return h('div', { class: `fjs-form-field fjs-form-field-signature ${errors.length ? 'fjs-has-errors' : ''}`, 'data-path': path }, [
      h(Label, { htmlFor: `${domId}-name`, label: field.label, required: field.validate?.required }),
      value && !again && h('img', { class: 'hejie-signed', src: `${signatures}?answer=${encodeURIComponent(value)}`, alt: `${field.label}：已签名` }),
      value && !again && !fixed && button('重新签名', () => setAgain(true)),
      fixed && !value && h('p', { class: 'text-secondary mb-0' }, '没有签名'),
      drawing && h('canvas', { ref: canvas, class: 'hejie-sign', width: WIDTH, height: HEIGHT, role: 'img',
        'aria-label': `${field.label}：签名框，可用手指、笔或鼠标书写；用键盘请在下面输入姓名`, ...pens(canvas, () => touch(true)) }),
      drawing && h('div', { class: 'hejie-sign-tools' }, [
        h('input', { id: `${domId}-name`, class: 'fjs-input', type: 'text', maxLength: 20, autoComplete: 'off', placeholder: '或输入姓名',
          'aria-describedby': ids.join(' '), 'aria-label': `${field.label}：输入姓名代替手写`,
          onInput: ({ target }) => touch(write(canvas.current, target.value)) }),
        h('label', { class: 'btn btn-sm' }, ['上传签名照片',
          h('input', { type: 'file', accept: 'image/png,image/jpeg,image/webp', class: 'visually-hidden',
            onChange: async ({ target }) => touch(await show(canvas.current, target.files[0], say)) })]),
        button('清除', clear, !touched),
        button('确认签名', keep, !touched, 'btn-primary'),
        value && button('不改了', () => setAgain(false)),
      ]),
      h('p', { class: 'hejie-sign-said', role: 'status' }, said),
      h(Description, { id: ids[0], description: field.description }),
      h(Errors, { id: ids[1], errors }),
    ]);
  }
  SignatureField.config = {
    type: 'signature', keyed: true, name: '签名', label: '签名', group: 'basic-input', emptyValue: null,
    sanitizeValue: ({ value }) => (typeof value === 'string' ? value : null),
    create: (options = {}) => ({ label: '签名', ...options }),
  };

  function register(formFields) {
    formFields.register('signature', SignatureField);
  }
  register.$inject = ['formFields'];
  return { __init__: ['hejieSignatures'], hejieSignatures: ['type', register] };
}

function button(words, onClick, disabled = false, look = '') {
  return h('button', { type: 'button', class: `btn btn-sm ${look}`, disabled, onClick }, words);
}

// One stroke lasts from pointerdown to pointerup; the pointer is held so that a finger may leave the box.
function pens(canvas, touched) {
  const at = ({ clientX, clientY }) => {
    const box = canvas.current.getBoundingClientRect();
    return [((clientX - box.left) * WIDTH) / box.width, ((clientY - box.top) * HEIGHT) / box.height];
  };
  const draw = (event) => {
    if (canvas.current.drawn === undefined) wipe(canvas.current);
    const pen = penOf(canvas.current);
    const point = at(event);
    pen.beginPath();
    pen.moveTo(...(canvas.current.last ?? point));
    pen.lineTo(...point);
    pen.stroke();
    canvas.current.last = point;
  };
  return {
    onPointerDown: (event) => {
      event.preventDefault();
      canvas.current.setPointerCapture(event.pointerId);
      canvas.current.last = null;
      draw(event);
    },
    onPointerMove: (event) => {
      if (canvas.current.hasPointerCapture(event.pointerId)) draw(event);
    },
    onPointerUp: () => {
      canvas.current.last = null;
      touched();
    },
  };
}

function penOf(canvas) {
  return Object.assign(canvas.getContext('2d'), { lineWidth: 6, lineCap: 'round', lineJoin: 'round', strokeStyle: INK, fillStyle: INK });
}

function wipe(canvas) {
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  canvas.drawn = true;
}

function write(canvas, name) {
  wipe(canvas);
  const pen = penOf(canvas);
  pen.font = `${Math.min(140, (WIDTH - 80) / Math.max(name.length, 1))}px "KaiTi", "STKaiti", serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(name, WIDTH / 2, HEIGHT / 2);
  return name.trim().length > 1;
}

async function show(canvas, file, say) {
  try {
    const picture = await createImageBitmap(file);
    wipe(canvas);
    const scale = Math.min(WIDTH / picture.width, HEIGHT / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext('2d').drawImage(picture, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
    return true;
  } catch {
    say('这张照片打不开，请换一张 JPG 或 PNG。');
    return false;
  }
}

function pngOf(canvas) {
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}

async function send(address, picture) {
  const headers = { 'Content-Type': 'image/png', 'HX-Request': 'true', 'X-CSRFToken': csrfToken() };
  try {
    const answer = await fetch(address, { method: 'POST', headers, body: picture, credentials: 'same-origin' });
    const said = await answer.json().catch(() => ({}));
    return answer.ok && said.answer ? said : { message: said.message ?? '签名没有保存成功，请再点一次“确认签名”。' };
  } catch {
    return { message: '网络不通，签名没有保存。请检查网络后再点一次“确认签名”。' };
  }
}
