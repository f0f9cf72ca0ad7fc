// Beside the registration form: is there such a dispute already, and is a party known? Asked a moment after typing stopped,
// sent in the body, never in an address. What is known is filled in only when somebody asks for it.
import { element } from './places.js';
import { send } from './sending.js';

const PAUSE = 900;

export function intake(form, { dataset }, place) {
  if (!dataset.similar) return;
  const panel = element('div', 'intake-hints');
  panel.setAttribute('role', 'status');
  place.problems.after(panel);
  let timer = null;
  let asked = '';
  const villages = oneVillage(form);

  form.on('changed', () => {
    villages();
    clearTimeout(timer);
    timer = setTimeout(pause, PAUSE);
  });

  function pause() {
    readCards(form);
    ask();
  }

  async function ask() {
    const { parties = [], subject } = form._getSubmitData();
    const wanted = { subject, parties: parties.map(({ name, phone, idType, idNo }) => ({ name, phone, idType, idNo })) };
    const body = JSON.stringify(wanted);
    if (body === asked || !wanted.parties.some(({ phone, idNo }) => phone || idNo)) return;
    asked = body;
    const said = await send('POST', dataset.similar, { answers: wanted });
    if (said.kind === 'done' && body === asked) show(said.answer, wanted.parties);
  }

  function show({ cases = [], beyond, paused, known = [] }, parties) {
    const lines = cases.map((one) => warning('可能已经登记过：', link(one), `（${one.status}）`));
    if (beyond) lines.push(warning(beyond));
    if (paused) lines.push(warning(paused));
    known.filter((row) => !isFilled(form._getSubmitData().parties[row])).forEach((row) => lines.push(offer(row, parties[row])));
    panel.replaceChildren(...lines);
  }

  function offer(row, { idType, idNo }) {
    const line = element('div', 'alert alert-info py-2 mb-2');
    const button = element('button', 'btn btn-sm ms-2');
    Object.assign(button, { type: 'button', textContent: '用登记过的信息填写' });
    button.addEventListener('click', async () => {
      button.disabled = true;
      const said = await send('POST', dataset.known, { answers: { idType, idNo } });
      if (said.kind === 'done') fillIn(form, row, said.answer.party);
      line.replaceChildren(said.kind === 'done' ? `第 ${row + 1} 名当事人已填写，请与来访人核对。` : said.message);
    });
    const text = element('div', 'text-break');
    text.append(`第 ${row + 1} 名当事人以前登记过。`, button);
    line.append(text);
    return line;
  }
}

// The last but one digit of an identity number says the sex (GB 11643); the birth date is read from it on the server. A unit has
// a credit code where a person has an identity card.
function readCards(form) {
  const { parties = [] } = form._getSubmitData();
  parties.forEach(({ partyKind, idType, idNo, gender }, row) => {
    if (partyKind === 'ORG' && idType === 'ID_CARD' && !idNo) write(form, row, { idType: 'USCC' });
    if (partyKind === 'PERSON' && idType === 'ID_CARD' && !gender && /^\d{17}[\dXx]$/.test(idNo ?? '')) write(form, row, { gender: idNo[16] % 2 ? '男' : '女' });
  });
}

// Who applies and whom it is against live in one village, or not: told by their addresses once for each choice of addresses, so
// that the clerk, who may know better, has the last word.
function oneVillage(form) {
  const homes = () => (form._getState().data.parties ?? []).map(({ regionCode }) => regionCode);
  let told = homes().join();
  return () => {
    const now = homes();
    if (now.join() === told || now.length < 2 || !now.every(isVillage)) return;
    told = now.join();
    form._setState({ data: { ...form._getState().data, sameVillage: new Set(now).size === 1 } });
  };
}

function isVillage(code) {
  return /^\d{12}$/.test(code ?? '') && !code.endsWith('000');
}

// Only what is still empty: what the clerk has just heard counts more than what was heard then.
function fillIn(form, row, party) {
  const before = form._getState().data.parties[row];
  write(form, row, Object.fromEntries(Object.entries(party).filter(([name]) => (before[name] ?? '') === '')));
}

function write(form, row, party) {
  const data = structuredClone(form._getState().data);
  Object.assign(data.parties[row], party);
  form._setState({ data });
}

function isFilled({ name, phone, address } = {}) {
  return Boolean(name && phone && address);
}

function warning(...words) {
  const line = element('div', 'alert alert-warning py-2 mb-2');
  const text = element('div', 'text-break');
  text.append(...words);
  line.append(text);
  return line;
}

function link({ title, caseNo, address }) {
  return Object.assign(element('a', 'alert-link text-wrap text-break'), { href: address, target: '_blank', rel: 'noopener', textContent: `${title} ${caseNo}` });
}
