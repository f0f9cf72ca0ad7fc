// Typed answers of one person for one task, kept in the tab (sessionStorage) until the server has them.

const PREFIX = 'hejie:kept:';

export function keep(owner, task, answers) {
  try {
    sessionStorage.setItem(PREFIX + task, JSON.stringify({ owner, answers }));
  } catch {
    // a full or forbidden storage must not stop anybody from typing: the page itself still holds the answers
  }
}

export function kept(owner, task) {
  forgetOthers(owner);
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + task))?.answers;
  } catch {
    return undefined;
  }
}

export function forget(task) {
  sessionStorage.removeItem(PREFIX + task);
}

export function forgetAll() {
  keys().forEach((key) => sessionStorage.removeItem(key));
}

function forgetOthers(owner) {
  for (const key of keys()) {
    if (JSON.parse(sessionStorage.getItem(key)).owner !== owner) sessionStorage.removeItem(key);
  }
}

function keys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}
