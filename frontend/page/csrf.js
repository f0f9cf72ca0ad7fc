// The token against forged posts stands in <meta name="csrf-token">. After signing in again in another window the
// session is a new one, and so must the token be: freshToken() fetches this page once more and takes it over.

export function csrfToken() {
  return meta(document)?.content ?? '';
}

export async function freshToken() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return answer.ok && adoptToken(page);
}

// → whether the token of that page is another one than this page had
export function adoptToken(page) {
  const token = meta(page)?.content;
  if (!token || token === csrfToken()) return false;
  meta(document).content = token;
  return true;
}

function meta(page) {
  return page.querySelector('meta[name="csrf-token"]');
}
